import { dirname, join } from "node:path";
import type { Context } from "../context.ts";

/**
 * The folder where this machine keeps its marks of a journal: in the user's data folder, apart from a journal
 * elsewhere. The stand-in's marks are in its own folder, so they are forgotten with it. If the user has no data
 * folder, which an absolute REFUND_JOURNAL does not need, they are beside the journal.
 */
export function markFolder(
  { folders: { data } }: Pick<Context, "folders">,
  journal: string,
): string {
  const beside = dirname(journal);
  if (data === null) return join(beside, "refund-marks");
  const sandbox = join(data, "sandbox");
  return join(beside === sandbox ? sandbox : data, "marks");
}
