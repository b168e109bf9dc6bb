import { declareDoctor, declareLogin, declareLogout, declareWhoAmI } from "./account.ts";
import { declareBatch } from "./batch.ts";
import { declareComplete, declareCompletion } from "./completion.ts";
import { declareHelp } from "./help.ts";
import type { Declare } from "./host.ts";
import { declareHistory, declareReconcile } from "./journal.ts";
import { declareJournal } from "./journal-itself.ts";
import { declareOrder, declareReasons } from "./looking.ts";
import type { CommandName } from "./outlines.ts";
import { declareLineitem, declarePartial, declareTotal } from "./refunding.ts";
import { declareSandbox } from "./sandbox.ts";

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
