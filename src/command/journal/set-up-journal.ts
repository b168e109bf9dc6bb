import { journalPassword } from "../../config/journal-password.ts";
import { JournalUnavailable, UsageError } from "../../failure.ts";
import type { JournalInspection } from "../../journal/inspection.ts";
import type { ThereBefore } from "../../journal/postgres/server.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";
import { checkJournal } from "./check-journal.ts";

export interface JournalSetup {
  readonly role: string;
  readonly before: ThereBefore;
  readonly found: JournalInspection;
}

/** Makes the tables of the team's journal, and the rights of the agents' role. */
export async function setUpJournal(role: string, run: Run): Promise<JournalSetup> {
  const place = sharedPlace(run);
  const { setUpServer } = await import("../../journal/postgres/server.ts");
  const password = await journalPassword(run, place);
  const working = trying(place, () => setUpServer(place, password, role));
  const before = await run.talk.during(safe`Setting up the journal…`, working);
  return { role, before, found: await checkJournal({ accept: false, yes: false }, run) };
}

/** Brings the tables of the team's journal to the newest version. */
export async function upgradeJournal(run: Run): Promise<JournalInspection> {
  const place = sharedPlace(run);
  const { upgradeServer } = await import("../../journal/postgres/server.ts");
  const password = await journalPassword(run, place);
  const working = trying(place, () => upgradeServer(place, password));
  await run.talk.during(safe`Upgrading the journal…`, working);
  return checkJournal({ accept: false, yes: false }, run);
}

/** @throws UsageError where the journal is a file, which every run sets up and upgrades by itself */
function sharedPlace({ settings }: Run): ServerPlace {
  if (settings.journal.kind === "postgres") return settings.journal;
  throw new UsageError(
    `The journal ${placeName(settings.journal)} is a file, which needs no setting up. To share a journal, set REFUND_JOURNAL or "journal" to postgres://user@host/database.`,
  );
}

async function trying<T>(place: ServerPlace, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new JournalUnavailable(`The journal ${placeName(place)} was not changed: ${words}`, {
      cause: error,
    });
  }
}
