import type { Secret } from "../../domain/secret.ts";
import { type CommandLine, wordsWithHelp } from "../help.ts";
import { countAttempts, type JournalInspection, notMarked } from "../inspection.ts";
import { readMarks } from "../marks.ts";
import { lostChanges } from "../lost-changes.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import { connect } from "./engine.ts";
import { readFacts, type ServerFacts, whyNot } from "./first-look.ts";

/** Finds out what is wrong with a shared journal. Changes nothing. */
export async function inspectServer(
  place: ServerPlace,
  password: Secret | null,
  markFolder: string,
  commandLine: CommandLine,
): Promise<JournalInspection> {
  const journal = placeName(place);
  const common = { journal, kind: place.kind } as const;
  const marks = readMarks(markFolder, journal);
  const database = connect(place, password);
  try {
    const facts = await readFacts(database);
    const reason = whyNot(facts);
    const broken = reason === null ? [] : [wordsWithHelp(reason, commandLine)];
    const behind = lostChanges(marks, facts);
    const { attempts, unresolved } = await countAttempts(database);
    return {
      ...common,
      contents: { version: facts.schema, attempts, unresolved },
      missing: [...broken, ...behind],
      behind,
      warnings: marks.newest(facts.id) === null ? [notMarked] : [],
    };
  } catch (error) {
    const words = wordsWithHelp(error, commandLine);
    return { ...common, contents: null, missing: [words], behind: [], warnings: [] };
  } finally {
    await database.destroy();
  }
}

/** Sets this machine's mark to the journal as it is. @throws what the server says */
export async function acceptServer(
  place: ServerPlace,
  password: Secret | null,
  markFolder: string,
): Promise<void> {
  const marks = readMarks(markFolder, placeName(place));
  marks.accept(await lookAtServer(place, password));
}

/** What the server tells of itself. @throws what it says instead */
export async function lookAtServer(
  place: ServerPlace,
  password: Secret | null,
): Promise<ServerFacts> {
  const database = connect(place, password);
  try {
    return await readFacts(database);
  } finally {
    await database.destroy();
  }
}
