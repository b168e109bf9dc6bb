import { type Problem, problem } from "../../domain/problem.ts";
import type { LegacyAccount } from "../account.ts";

/** How every request of an API user begins, and what of it is secret. */
export function legacyHeaders({ username, password }: LegacyAccount): {
  readonly headers: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
} {
  const secret = password.reveal();
  const basic = Buffer.from(`${username}:${secret}`).toString("base64");
  return {
    headers: { authorization: `Basic ${basic}`, accept: "application/json" },
    secrets: [secret, basic],
  };
}

/** An ordinary login instead of an API user is answered so. */
export const notAnApiUser = /access denied to api/i;

/** What a rejected user may be rejected for. @see docs/api-notes.md, Legacy access */
export function rejectedUser(words: string): Problem {
  return problem(
    "credentials-rejected",
    "2Checkout rejected the legacy user. It must be an API user with API Access and API Updating, not an ordinary login; its password may have expired (after 90 days by default).",
    { code: null, message: words.slice(0, 500) },
  );
}
