import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { demonstrationAccount } from "../../src/sandbox/merchant.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";

const { secretKey, legacyUsername, legacyPassword } = demonstrationAccount;
const always = [
  ...[secretKey, legacyPassword],
  Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64"),
];

const standIns = new Set<Sandbox>();

/** From now on no session of this stand-in and no hash that it was sent may be left behind by any run. */
export function listenFor(sandbox: Sandbox): void {
  standIns.add(sandbox);
}

/** Sessions and the hashes of logins, as they were sent. */
function sentSecrets(): readonly string[] {
  const calls = [...standIns].flatMap((sandbox) => sandbox.requests());
  const sent = calls.flatMap(({ method, body }) => {
    if (method !== "login" && method !== "getOrder" && method !== "issueRefund") return [];
    const { params = [] } = JSON.parse(body) as { readonly params?: readonly unknown[] };
    return String(params[method === "login" ? 2 : 0]);
  });
  return [...new Set(sent)].filter((secret) => secret.length >= 8);
}

/** A run of the program: what it was started with, and what it left behind. */
export interface Traces {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Everything it printed. */
  readonly said: string;
  /** Where it keeps its journal. */
  readonly data: string;
}

/** Throws when a key that the run could know is anywhere but in its environment. Every run of the suite passes here. */
export function refuseSecrets({ argv, env, said, data }: Traces): void {
  // The stand-in tells the credentials that it takes: that is what it is for.
  const printed = argv[0] === "sandbox" ? "" : said;
  const { REFUND_SECRET_KEY: key = "", REFUND_LEGACY_PASSWORD: password = "" } = env;
  const basic = Buffer.from(`${env["REFUND_LEGACY_USERNAME"] ?? ""}:${password}`);
  const own = [
    key,
    password,
    databasePassword(env),
    ...(password === "" ? [] : [basic.toString("base64")]),
  ].filter((text) => text.length >= 8);
  for (const secret of [...always, ...own, ...sentSecrets()]) {
    const places = { "was printed": printed, "is on the command line": argv.join(" ") };
    for (const [where, text] of Object.entries(places)) {
      if (text.includes(secret)) throw new Error(`A secret ${where}: refund ${argv.join(" ")}`);
    }
    for (const file of filesUnder(data)) {
      if (textOf(file).includes(secret)) {
        throw new Error(`A secret is in ${file}: refund ${argv.join(" ")}`);
      }
    }
  }
}

/** That of a journal which a team shares. */
function databasePassword({ REFUND_JOURNAL: place = "", PGPASSWORD = "" }: Traces["env"]): string {
  return URL.canParse(place) ? decodeURIComponent(new URL(place).password) : PGPASSWORD;
}

/** Everything that runs wrote below a folder, the journal and what belongs to it, as one text. */
export function keptIn(folder: string): string {
  return filesUnder(folder).map(textOf).join("\n");
}

function filesUnder(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true);
}

/** Empty when it has gone: another run that shares the journal may just have tidied up. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
