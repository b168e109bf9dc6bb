import { declareDoctor } from "../command/account/declare-doctor.ts";
import { declareLogin } from "../command/account/declare-login.ts";
import { declareLogout } from "../command/account/declare-logout.ts";
import { declareWhoAmI } from "../command/account/declare-whoami.ts";
import { declareBatch } from "../command/batch/declare.ts";
import { declareCancel } from "../command/cancel/declare.ts";
import { declareCompletion } from "../command/completion/declare.ts";
import { declareComplete } from "../command/completion/declare-complete.ts";
import { declareHelp } from "../command/help/declare.ts";
import { declareHistory } from "../command/history/declare.ts";
import { declareJournal } from "../command/journal/declare.ts";
import { declareOrder } from "../command/order/declare.ts";
import { declareReasons } from "../command/reasons/declare.ts";
import { declareReconcile } from "../command/reconcile/declare.ts";
import { declareLineitem } from "../command/refund/declare-lineitem.ts";
import { declarePartial } from "../command/refund/declare-partial.ts";
import { declareTotal } from "../command/refund/declare-total.ts";
import { declareSandbox } from "../command/sandbox/declare.ts";
import { declareStatus } from "../command/status/declare.ts";
import type { Declare } from "./host.ts";
import type { CommandName } from "./outlines.ts";

/** What each command is beyond its outline. */
export const declarations: Readonly<Record<CommandName, Declare>> = {
  total: declareTotal,
  partial: declarePartial,
  lineitem: declareLineitem,
  cancel: declareCancel,
  batch: declareBatch,
  order: declareOrder,
  status: declareStatus,
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
