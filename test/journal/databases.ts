import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import type { Journal } from "../../src/journal/journal.ts";
import { journalAt, sharedJournalAt } from "./open.ts";

interface Kind {
  readonly name: string;
  /** An empty journal, as an agent has it. */
  readonly open: () => Promise<Journal>;
  /** As its owner has it, who may prune. */
  readonly openOwned: () => Promise<Journal>;
}

const inMemory = () => journalAt(":memory:");

const file: Kind = { name: "a file", open: inMemory, openOwned: inMemory };

const server: Kind = {
  name: "PostgreSQL",
  open: async () => sharedJournalAt((await teamDatabase()).agent),
  openOwned: async () => sharedJournalAt((await teamDatabase()).owner),
};

if (!hasPostgres) console.warn("There is no PostgreSQL for this platform, so it is not tested.");

/** Every kind of journal that can be tested on this platform. */
export const databases: readonly Kind[] = hasPostgres ? [file, server] : [file];
