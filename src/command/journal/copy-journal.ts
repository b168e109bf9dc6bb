import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { journalPassword } from "../../config/journal-password.ts";
import { isServerUrl, parseServerUrl } from "../../config/journal-url.ts";
import { JournalUnavailable, UsageError } from "../../failure.ts";
import { placeName, type JournalPlace } from "../../journal-place.ts";
import type { Copied } from "../../journal/copy.ts";
import type { Engine } from "../../journal/engine.ts";
import { safe } from "../../safe-text.ts";
import { markFolder } from "../mark-folder.ts";
import type { Run } from "../run.ts";

export interface JournalCopy extends Copied {
  readonly to: JournalPlace;
  /** Whether the journal that was copied refuses refunds from now on. */
  readonly retired: boolean;
}

/**
 * Brings one journal into another. A file that is copied to a team's database is retired first, so that
 * nothing is refunded by it that the team does not see.
 */
export async function copyJournal(from: string, to: string, run: Run): Promise<JournalCopy> {
  const [source, target] = [placeFrom(from, run), placeFrom(to, run)];
  const [fromName, toName] = [placeName(source), placeName(target)];
  if (source.kind === "file" && !existsSync(source.path)) {
    throw new UsageError(`There is no journal ${source.path}.`);
  }
  if (fromName === toName) throw new UsageError("That is the same journal twice.");
  const { copyInto } = await import("../../journal/copy.ts");
  const { retire } = await import("../../journal/state.ts");
  const retired = source.kind === "file" && target.kind === "postgres";
  const working = async () => {
    const goal = await engineAt(target, run, true);
    try {
      const old = await engineAt(source, run, false);
      try {
        if (retired) await retire(old.database, toName, run.context.now());
        return await copyInto(goal, old.database);
      } finally {
        await old.close();
      }
    } finally {
      await goal.close();
    }
  };
  try {
    const copied = await run.talk.during(safe`Copying the journal…`, working());
    return { ...copied, to: target, retired };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new JournalUnavailable(
      `${fromName} was not copied completely to ${toName}: ${words}. Run the same command again; it adds only what is missing.`,
      { cause: error },
    );
  }
}

async function engineAt(place: JournalPlace, run: Run, create: boolean): Promise<Engine> {
  const { context, stopping } = run;
  const marks = markFolder(context, place);
  if (place.kind === "file") {
    const { openFile } = await import("../../journal/file-engine.ts");
    return openFile(place.path, { create, marks, now: context.now });
  }
  const password = await journalPassword(run, place);
  const { openServer } = await import("../../journal/postgres/engine.ts");
  return openServer(place, {
    password,
    marks,
    clocks: context,
    unwritten: null,
    sleep: context.sleep,
    givenUp: stopping.givenUp,
  });
}

/** @throws UsageError for what is no journal, and for a password that everybody on the machine could read */
function placeFrom(text: string, { context, settings }: Run): JournalPlace {
  if (!isServerUrl(text)) {
    if (isAbsolute(text)) return { kind: "file", path: text };
    if (context.cwd !== null && !text.includes("://")) {
      return { kind: "file", path: resolve(context.cwd, text) };
    }
    throw new UsageError(`"${text}" is neither a file nor a postgres:// URL.`);
  }
  const place = parseServerUrl(text, "The journal named on the command line");
  if (place.password !== null) {
    throw new UsageError(
      "A password on the command line can be read by others. Leave it out of the URL, and put it in ~/.pgpass, PGPASSWORD or REFUND_JOURNAL.",
    );
  }
  const own = settings.journal;
  return own.kind === "postgres" && placeName(own) === placeName(place) ? own : place;
}
