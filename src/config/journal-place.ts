import * as path from "node:path";
import { ConfigurationError } from "../failure.ts";
import { isFixed } from "../folders.ts";
import type { JournalPlace } from "../journal-place.ts";
import type { SettingsFile, Surroundings } from "./file.ts";
import type { ProfileSettings } from "./schema.ts";
import { isServerUrl, parseServerUrl } from "./journal-url.ts";
import { variable } from "./variable.ts";

/**
 * The journal's place: from the environment, else from the settings file, else in the user's data folder. Never
 * one that depends on the working folder: each folder would allow the same refund once.
 * @throws ConfigurationError
 */
export function journalPlace(
  { env, cwd, folders }: Surroundings,
  file: SettingsFile | null,
  set: ProfileSettings,
): JournalPlace {
  const fromEnv = variable(env, "REFUND_JOURNAL");
  if (fromEnv !== undefined) {
    return parsePlace(fromEnv, { setting: "REFUND_JOURNAL", base: cwd, home: folders.home });
  }
  if (file !== null && set.journal !== undefined) {
    const setting = `"journal" in ${file.path}`;
    const base = path.dirname(file.path);
    return parsePlace(set.journal, { setting, base, home: folders.home });
  }
  if (folders.data !== null) return inFile(path.join(folders.data, "journal.db"));
  throw new ConfigurationError(
    `There is no place to keep the journal, because ${noHome}. ${setHome} Or set REFUND_JOURNAL to an absolute path. Nothing was sent.`,
  );
}

/** Why there is no place for things in the home folder. */
export const noHome =
  "HOME is not an absolute path, and the system knows no home folder for this user";

/** What to do about it. */
export const setHome = "Set HOME to the absolute path of your home folder.";

interface Written {
  /** The setting, as a message names it. */
  readonly setting: string;
  /** The folder that a relative path used to start from; null if that folder is gone. */
  readonly base: string | null;
  readonly home: string | null;
}

function parsePlace(text: string, { setting, base, home }: Written): JournalPlace {
  if (isFixed(text, path)) return inFile(path.resolve(text));
  if (isServerUrl(text)) return parseServerUrl(text, setting);
  if (text.includes("://")) {
    // The URL is not repeated: it may contain a password.
    throw new ConfigurationError(
      `${setting} is a kind of URL that refund does not support. Set it to an absolute path or a postgres:// URL. Nothing was sent.`,
    );
  }
  if (text.startsWith("~/") || text.startsWith(`~${path.sep}`)) {
    if (home !== null) return inFile(path.join(home, text.slice(2)));
    throw new ConfigurationError(
      `${setting} begins with ~, but ${noHome}. ${setHome} Or write the absolute path. Nothing was sent.`,
    );
  }
  const was = base === null ? "" : ` Until now it meant ${path.resolve(base, text)}.`;
  throw new ConfigurationError(
    `${setting} is "${text}", which is not an absolute path. With a relative path every folder would have its own journal, and none would know about the others' refunds.${was} Write the absolute path of the one journal that you use. Nothing was sent.`,
  );
}

function inFile(at: string): JournalPlace {
  return { kind: "file", path: at };
}
