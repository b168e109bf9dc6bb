import * as z from "zod/mini";
import type { Api } from "../domain/api.ts";
import { Secret } from "../domain/secret.ts";
import type { Keychain } from "./keychain.ts";

/** Whose credentials these are. They are kept for one realm, so that no other endpoint ever sees them. */
export interface Keeping {
  readonly api: Api;
  readonly realm: string;
  readonly profile: string | null;
}

export type Kept =
  | { readonly tag: "kept"; readonly name: string; readonly secret: Secret }
  | { readonly tag: "none" }
  | { readonly tag: "unavailable"; readonly why: string };

const pair = z.strictObject({ name: z.string(), secret: z.string() });

export async function readKept(keychain: Keychain, keeping: Keeping): Promise<Kept> {
  const answer = await keychain.read(nameOf(keeping));
  if (answer.tag === "unavailable") return answer;
  if (answer.secret === null) return { tag: "none" };
  const parsed = pair.safeParse(parseJson(answer.secret));
  return parsed.success
    ? { tag: "kept", name: parsed.data.name, secret: new Secret(parsed.data.secret) }
    : { tag: "none" };
}

/** What is wrong with the keychain, or null when they are kept. */
export async function keep(
  keychain: Keychain,
  keeping: Keeping,
  { name, secret }: { readonly name: string; readonly secret: Secret },
): Promise<string | null> {
  const text = JSON.stringify({ name, secret: secret.reveal() });
  const answer = await keychain.write(nameOf(keeping), text);
  return answer.tag === "done" ? null : answer.why;
}

/** Whether there were any; or what is wrong with the keychain, in words. */
export async function forget(keychain: Keychain, keeping: Keeping): Promise<boolean | string> {
  const answer = await keychain.remove(nameOf(keeping));
  return answer.tag === "done" ? answer.secret !== null : answer.why;
}

/** The account under which the keychain lists them; the service is `refund`. */
function nameOf({ api, realm, profile }: Keeping): string {
  return [api, realm, ...(profile === null ? [] : [profile])].join(" ");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
