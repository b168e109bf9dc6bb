import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";

/** The system's keychain. No call ever hangs or throws. */
export interface Keychain {
  /** Whether it can be used now. */
  readonly reach: () => Promise<KeychainAnswer>;
  /** A null secret: there is none under this name. */
  readonly read: (account: string) => Promise<KeychainAnswer>;
  readonly write: (account: string, secret: string) => Promise<KeychainAnswer>;
  /** The secret is text if there was one. */
  readonly remove: (account: string) => Promise<KeychainAnswer>;
}

export type KeychainAnswer =
  | { readonly tag: "done"; readonly secret: string | null }
  | { readonly tag: "unavailable"; readonly why: string };

/** A locked keychain asks its user for a password, and that takes a person a while. */
const patienceMs = 20_000;

const answer = z.discriminatedUnion("tag", [
  z.strictObject({ tag: z.literal("done"), secret: z.nullable(z.string()) }),
  z.strictObject({ tag: z.literal("unavailable"), why: z.string() }),
]);

/**
 * Each call runs in its own process, which is killed if it takes too long.
 * @param node the program that runs keychain-child.js, which is beside this file, also when bundled
 */
export function systemKeychain(
  node: string,
  { script = new URL("./keychain-child.js", import.meta.url), limitMs = patienceMs } = {},
): Keychain {
  const call = (act: "get" | "set" | "delete", account: string, secret = "") =>
    ask(node, fileURLToPath(script), JSON.stringify({ act, account, secret }), limitMs);
  return {
    reach: () => call("get", "reachable?"),
    read: (account) => call("get", account),
    write: (account, secret) => call("set", account, secret),
    remove: (account) => call("delete", account),
  };
}

function ask(node: string, script: string, wish: string, limitMs: number): Promise<KeychainAnswer> {
  return new Promise((resolve) => {
    const unavailable = (why: string) => {
      resolve({ tag: "unavailable", why });
    };
    const child = spawn(node, [script], {
      // Only this program handles Ctrl-C, and a child says nothing but its answer.
      detached: false,
      stdio: ["pipe", "pipe", "ignore"],
      windowsHide: true,
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      unavailable(`it did not answer within ${limitMs / 1000} s; it may be locked`);
    }, limitMs);
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.once("error", ({ message }) => {
      clearTimeout(timer);
      unavailable(message);
    });
    child.once("close", () => {
      clearTimeout(timer);
      const parsed = answer.safeParse(parseJson(said));
      if (!parsed.success)
        unavailable("its native part is not installed, or does not run on this system");
      else if (parsed.data.tag === "done") resolve(parsed.data);
      else unavailable(inWords(parsed.data.why));
    });
    // `close` reports a child that is already gone.
    child.stdin.on("error", () => undefined).end(wish);
  });
}

/** What the systems say, in words that tell a person what to do; the rest as it is. */
function inWords(why: string): string {
  // These words are our own (scripts/binary/keyring.ts), and the folder that they name may be called anything.
  if (why.startsWith("its native part ")) return why;
  return knownTroubles.find(([pattern]) => pattern.test(why))?.[1] ?? why;
}

const knownTroubles: readonly (readonly [RegExp, string])[] = [
  [
    /d-?bus|org\.freedesktop|secret.?service|no (default )?(store|collection)/i,
    "no keychain is running here, as on a server without a desktop",
  ],
  [
    /user interaction is not allowed|-25308/i,
    "it is locked, and this session may not unlock it, as over SSH; unlock it at its own screen",
  ],
  [/user cancell?ed|-128\b|dismissed/i, "its question for the password was cancelled"],
  [/locked/i, "it is locked; unlock it and try again"],
];

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
