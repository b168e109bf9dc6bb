import type { Problem } from "../domain/problem.ts";
import { redactorOf } from "../transport/redaction.ts";
import type { Reading, Settlement } from "./contract.ts";

/** How many characters of the API's own words are shown and kept. */
const longestWords = 500;
/** The same limit for a message that quotes them. */
const longestMessage = 1_000;
const deepest = 100;

/**
 * Everything that leaves a dialect goes through here: secrets are taken out and the length is limited. What the
 * answer means is decided before that, on the original words.
 */
export interface Discretion {
  readonly settlement: (settlement: Settlement) => Settlement;
  readonly reading: <T>(reading: Reading<T>) => Reading<T>;
  /** The value of an answer, before it is read: each text and key in it. */
  readonly value: (value: unknown) => unknown;
}

/** @param secrets called each time, because sessions come and go */
export function discretionAbout(secrets: () => readonly string[]): Discretion {
  let redactor: { of: string; redacted: (text: string) => string } | null = null;
  const words = (text: string) => cut(redactorOf(secrets())(text), longestWords);

  const discreet = ({ code, message, api }: Problem): Problem => {
    if (api === undefined) return { code, message: words(message) };
    const said = { code: api.code === null ? null : words(api.code), message: words(api.message) };
    // Cut inside the quote, so that the text after it is not lost.
    const quoted =
      api.message === "" ? message : message.replaceAll(api.message, () => said.message);
    return { code, message: cut(redactorOf(secrets())(quoted), longestMessage), api: said };
  };

  const value = (given: unknown, text: (each: string) => string, depth: number): unknown => {
    if (typeof given === "string") return text(given);
    if (typeof given !== "object" || given === null) return given;
    // No answer of either API is this deep.
    if (depth > deepest) return null;
    const below = (each: unknown) => value(each, text, depth + 1);
    if (Array.isArray(given)) return given.map(below);
    return Object.fromEntries(Object.entries(given).map(([key, each]) => [text(key), below(each)]));
  };

  return {
    settlement: (settlement) => {
      if (settlement.tag === "accepted") {
        return { ...settlement, warnings: settlement.warnings.map(discreet) };
      }
      return { ...settlement, problem: discreet(settlement.problem) };
    },
    reading: (reading) =>
      reading.tag === "read"
        ? reading
        : {
            ...reading,
            failure: { ...reading.failure, problem: discreet(reading.failure.problem) },
          },
    value: (given) => {
      // A short secret may occur in an order by chance, and the order's numbers and states must stay as they are.
      const distinct = secrets().filter((secret) => secret.length >= 8);
      // They change with a login only, while orders are read by the thousand.
      const of = distinct.join("\n");
      if (redactor?.of !== of) redactor = { of, redacted: redactorOf(distinct) };
      const { redacted } = redactor;
      return value(given, (each) => cut(redacted(each), longestWords), 0);
    },
  };
}

/** Marks where the text was cut, and never cuts within a character. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 30).replace(/[\ud800-\udbff]$/, "");
  return `${head}… (${text.length - head.length} characters cut)`;
}
