import { dirname, join } from "node:path";
import type { Context } from "../context.ts";
import type { JournalPlace } from "../journal/place.ts";

/**
 * Where this machine keeps its marks of a journal: in the user's data folder, apart from a journal that is
 * elsewhere. The stand-in's are in its own folder, and so are forgotten with it. Where the user has no data
 * folder, which an absolute REFUND_JOURNAL does without, they are beside the journal's file; of a shared one
 * there are none then, and null is returned.
 */
export function markFolder(
  { folders: { data } }: Pick<Context, "folders">,
  journal: JournalPlace,
): string | null {
  if (journal.kind === "postgres") return data && join(data, "marks");
  const beside = dirname(journal.path);
  if (data === null) return join(beside, "refund-marks");
  const sandbox = join(data, "sandbox");
  return join(beside === sandbox ? sandbox : data, "marks");
}
