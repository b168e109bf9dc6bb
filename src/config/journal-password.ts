import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import { placeName, type ServerPlace } from "../journal-place.ts";
import type { Keychain } from "./keychain.ts";
import { variable } from "./variable.ts";

/**
 * The password for a shared journal: from its URL, else PGPASSWORD, else the password file that PostgreSQL's
 * own programs read, else the keychain. Null where none has one; a server may ask for none.
 * @throws ConfigurationError
 */
export async function journalPassword(
  {
    context: { env, folders },
    keychain,
  }: { readonly context: Pick<Context, "env" | "folders">; readonly keychain: Keychain },
  place: ServerPlace,
): Promise<Secret | null> {
  if (place.password !== null) return place.password;
  const stated = variable(env, "PGPASSWORD");
  if (stated !== undefined) return new Secret(stated);
  const file =
    variable(env, "PGPASSFILE") ?? (folders.home === null ? null : join(folders.home, ".pgpass"));
  const kept = file === null ? null : fromFile(file, place);
  if (kept !== null) return kept;
  const answer = await keychain.read(placeName(place));
  return answer.tag === "done" && answer.secret !== null ? new Secret(answer.secret) : null;
}

function fromFile(path: string, place: ServerPlace): Secret | null {
  const text = readOwn(path);
  const password = text === null ? null : passwordIn(text, place);
  return password === null ? null : new Secret(password);
}

function readOwn(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return null;
  if ((file.mode & 0o077) !== 0 && !isWindowsPath(path)) {
    throw new ConfigurationError(
      `Others can read the password file ${path}, so it is not used. Run: chmod 600 ${path}. Nothing was sent.`,
    );
  }
  return readFileSync(path, "utf8");
}

/** There the mode says nothing. */
function isWindowsPath(path: string): boolean {
  return /^[A-Za-z]:/.test(path);
}

/**
 * The password of the first line that fits, as PostgreSQL's password files have them:
 * `host:port:database:user:password`, each of the first four possibly `*`, with `\:` for a colon.
 */
export function passwordIn(
  text: string,
  { host, port, database, user }: Pick<ServerPlace, "host" | "port" | "database" | "user">,
): string | null {
  const wanted = [host, String(port), database, user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith("#")) continue;
    const [...fields] = line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g);
    const parts = fields.map(([, field = ""]) => field.replace(/\\(.)/g, "$1"));
    const password = parts[4];
    if (password === undefined || password === "") continue;
    if (wanted.every((value, place) => parts[place] === "*" || parts[place] === value)) {
      return password;
    }
  }
  return null;
}
