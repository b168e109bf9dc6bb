import type { Attempt } from "../../journal/attempt.ts";
import { findCredentials } from "../credentials.ts";
import type { Run } from "../run.ts";

/** Whether an attempt is of the account in use, so that 2Checkout's answers are about it. */
export async function isOwn({ subject }: Attempt, run: Run): Promise<boolean> {
  const own = subject.api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  if (subject.realm !== own.realm) return false;
  return (await findCredentials(subject.api, run)).name === subject.account;
}
