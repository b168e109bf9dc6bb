import * as path from "node:path";
import { ConfigurationError } from "../failure.ts";
import { isFixed } from "../folders.ts";
import type { JournalPlace } from "../journal/place.ts";
import type { SettingsFile, Surroundings } from "./file.ts";
import type { ProfileSettings } from "./schema.ts";
import { isServerUrl, parseServerUrl } from "./journal-url.ts";
import { variable } from "./variable.ts";

/**
 * The journal's place: from the environment, else from the settings file, else in the user's data folder. Never
 * one that depends on the working folder: the same refund would be made once from each.
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
    `The journal has no place, because ${noHome}. ${setHome} Or set REFUND_JOURNAL to an absolute path. Nothing was sent.`,
  );
}

/** Why something that is in the home folder has no place. */
export const noHome = "HOME is no absolute path, and the system knows no home folder of this user";

/** What to do about it. */
export const setHome = "Set HOME to the absolute path of your home folder.";

interface Written {
  /** What is set, as a message names it. */
  readonly setting: string;
  /** Where a relative path used to lead from; null where that folder is gone. */
  readonly base: string | null;
  readonly home: string | null;
}

function parsePlace(text: string, { setting, base, home }: Written): JournalPlace {
  if (isFixed(text, path)) return inFile(path.resolve(text));
  if (isServerUrl(text)) return parseServerUrl(text, setting);
  if (text.includes("://")) {
    // It is not repeated: it may hold a password.
    throw new ConfigurationError(
      `${setting} is a URL of a kind that refund does not know. Set it to an absolute path or a postgres:// URL. Nothing was sent.`,
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
    `${setting} is "${text}", which is not an absolute path: every folder would have a journal of its own, and none would know of the others' refunds.${was} Write the absolute path of the one journal that you use. Nothing was sent.`,
  );
}

function inFile(at: string): JournalPlace {
  return { kind: "file", path: at };
}
