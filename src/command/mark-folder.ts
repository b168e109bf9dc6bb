import { dirname, join } from "node:path";
import type { Context } from "../context.ts";
import type { JournalPlace } from "../journal-place.ts";

/**
 * The folder where this machine keeps its marks of a journal: in the user's data folder, apart from a journal
 * elsewhere. The stand-in's marks are in its own folder, so they are forgotten with it. If the user has no data
 * folder, which an absolute REFUND_JOURNAL does not need, they are beside the journal's file. A shared journal
 * then has none: null.
 */
export function markFolder(
  context: Pick<Context, "folders">,
  journal: Extract<JournalPlace, { readonly kind: "file" }>,
): string;
export function markFolder(context: Pick<Context, "folders">, journal: JournalPlace): string | null;
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
