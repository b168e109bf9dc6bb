import {
  declareDoctor,
  declareLogin,
  declareLogout,
  declareWhoAmI,
} from "../command/account/declare.ts";
import { declareBatch } from "../command/batch/declare.ts";
import { declareComplete, declareCompletion } from "../command/completion/declare.ts";
import { declareHelp } from "../command/help/declare.ts";
import type { Declare } from "./host.ts";
import { declareHistory, declareReconcile } from "../command/history/declare.ts";
import { declareJournal } from "../command/journal/declare.ts";
import { declareOrder, declareReasons } from "../command/order/declare.ts";
import type { CommandName } from "./outlines.ts";
import { declareLineitem, declarePartial, declareTotal } from "../command/refund/declare.ts";
import { declareSandbox } from "../command/sandbox/declare.ts";

/** What each command is beyond its outline. */
export const declarations: Readonly<Record<CommandName, Declare>> = {
  total: declareTotal,
  partial: declarePartial,
  lineitem: declareLineitem,
  batch: declareBatch,
  order: declareOrder,
  reasons: declareReasons,
  reconcile: declareReconcile,
  history: declareHistory,
  journal: declareJournal,
  login: declareLogin,
  logout: declareLogout,
  whoami: declareWhoAmI,
  doctor: declareDoctor,
  sandbox: declareSandbox,
  help: declareHelp,
  completion: declareCompletion,
  complete: declareComplete,
};
