import { join } from "node:path";
import { noHome, setHome } from "../config/journal-place.ts";
import type { Context } from "../context.ts";
import { ConfigurationError, JournalUnavailable } from "../failure.ts";
import type { FilePlace } from "../journal-place.ts";
import { makeFolder } from "../make-folder.ts";

/** Where `--sandbox` keeps its shop and its journal, apart from everything live. @throws ConfigurationError */
export function sandboxFolder({ folders }: Pick<Context, "folders">): string {
  if (folders.data !== null) return join(folders.data, "sandbox");
  throw new ConfigurationError(
    `There is no place to keep the stand-in's orders, because ${noHome}. ${setHome}`,
  );
}

/** The journal of rehearsals. */
export function sandboxJournal(folder: string): FilePlace {
  return { kind: "file", path: join(folder, "journal.db") };
}

/** @throws ConfigurationError, JournalUnavailable */
export function makeSandboxFolder(context: Pick<Context, "folders">): string {
  const folder = sandboxFolder(context);
  try {
    makeFolder(folder);
    return folder;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new JournalUnavailable(
      `The folder for the stand-in and its journal cannot be created, so nothing was sent: ${words}`,
      { cause: error },
    );
  }
}
