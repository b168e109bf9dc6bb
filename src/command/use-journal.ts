import { existsSync } from "node:fs";
import type { Journal } from "../journal/journal.ts";
import type { Run } from "./run.ts";

/** Opens the journal for some work and closes it again. Reading alone does not create one. */
export async function useJournal<T>(
  { settings }: Run,
  { create }: { readonly create: boolean },
  work: (journal: Journal) => Promise<T>,
): Promise<T> {
  const { openJournal } = await import("../journal/journal.ts");
  // A plan or a look at an order that was never refunded from here leaves no file behind.
  const path = create || existsSync(settings.journal) ? settings.journal : ":memory:";
  const journal = await openJournal(path);
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}
