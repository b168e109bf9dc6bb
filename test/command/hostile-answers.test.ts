import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Machine } from "../support/context.ts";
import {
  type Manner,
  machineOfParrot,
  parrotKeys,
  parrotOrder,
  parrotSession,
} from "../support/parrot.ts";
import { write } from "../support/settings.ts";
import { keptIn } from "../support/secrets.ts";

/** Ways to say something in the answer to a call that moves money, through both APIs. */
const answers: Readonly<Record<string, Manner["refund"]>> = {
  "an error": (message) => ({ error: { code: message, message, data: { error_code: message } } }),
  "an error that is a text": (error) => ({ error }),
  "an error without a message": (words) => ({ error: { [words]: [words] } }),
  "a map in place of a result": (words) => ({ result: { [words]: words } }),
  "a text in place of a result": (result) => ({ result }),
  "an accepted refund": (message) => ({
    result: true,
    response_code: "OK",
    response_message: message,
    warnings: [{ code: "x", message }],
  }),
  "an unknown code": (words) => ({ response_code: words, response_message: words }),
  "a list of errors": (message) => ({ errors: [{ code: message, message }, message] }),
  "an XML document": (words) =>
    `<response><response_code>${words}</response_code><response_message>${words}</response_message></response>`,
  "an HTML page": (words) => `<html>${words}</html>`,
  "a rejected user": (words, response) => {
    response.statusCode = 401;
    return words;
  },
  "a redirect": (words, response) => {
    response.writeHead(302, { location: `https://example.com/?to=${encodeURIComponent(words)}` });
    return "";
  },
};

const reasoned = ["--reason", "Other", "--yes"];
const legacy = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes"];

/** One after another, so that each finds in the journal what came of those before. */
const shortWalk: readonly (readonly string[])[] = [
  ["total", parrotOrder, ...reasoned, "--verbose"],
  [...legacy, "--verbose", "--json"],
  ["reconcile"],
  ["history"],
];

const longWalk: readonly (readonly string[])[] = [
  ["order", parrotOrder],
  ["partial", parrotOrder, "--item", "NOPE", ...reasoned],
  ["total", parrotOrder, "--reason", "Other", "--dry-run"],
  ["total", parrotOrder, ...reasoned, "--expect-email", "nobody@example.com"],
  ["total", parrotOrder, ...reasoned],
  ["total", parrotOrder, ...reasoned],
  legacy,
  ["batch", "rows.csv", "--yes"],
  ["batch", "bad.csv", "--yes"],
  ["reconcile"],
  ["history"],
  ["order", parrotOrder],
  ["reasons"],
  ["doctor"],
  ["whoami"],
];

/** A line of 18 columns, whose tabs are the program's own; one more in it would be somebody else's. */
const separated = /^(?:[^\t\n]*\t){17}[^\t\n]*$/gm;

/** Everything that is said on a walk, and each attempt in full. Every line of JSON must be one. */
async function saidOn(machine: Machine, walk: readonly (readonly string[])[]): Promise<string> {
  const said: string[] = [];
  for (const line of walk) {
    const { out, err } = await machine.run(...line);
    said.push(
      out.replaceAll(separated, (row) => row.replaceAll("\t", " ")),
      err,
    );
    if (line.includes("--json")) documentsIn(out);
  }
  const { out } = await machine.run("history", "--json");
  said.push(out);
  for (const { attempt } of documentsIn(out)) {
    said.push((await machine.run("history", attempt)).out);
    said.push((await machine.run("history", attempt, "--json")).out);
  }
  return said.join("\n");
}

function documentsIn(out: string): readonly { readonly attempt: string }[] {
  const lines = out.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as { readonly attempt: string });
}

/** Whatever a terminal may obey, but for the line breaks of the program itself. */
const obeyed =
  /(?!\n)[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;

test.each(Object.entries(answers))(
  "%s is shown and not obeyed, and no secret that it repeats is printed or journalled",
  async (_what, refund) => {
    const words: Manner["words"] = ({ secrets }) =>
      secrets
        .flatMap((secret) => [secret, encodeURIComponent(secret), btoa(secret)])
        .map((secret) => `\u001b[2J${secret}\u009b31m`)
        .join("\n\u202e");
    const machine = await machineOfParrot({ words, refund }, { pausesMoveClock: true });
    const said = await saidOn(machine, shortWalk);
    expect(said).not.toMatch(obeyed);
    const all = said + keptIn(machine.folders.data);
    const { REFUND_SECRET_KEY: key, REFUND_LEGACY_PASSWORD: password } = parrotKeys;
    for (const secret of [key, password, `parrot:${password}`, parrotSession]) {
      for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) {
        expect(all.includes(form), form).toBe(false);
      }
    }
    // Nothing but the hash of a login is as long.
    expect(said).not.toMatch(/[0-9a-f]{64}/);
  },
  60_000,
);

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\u001b[2J",
        "\u001b]0;owned\u0007",
        "\u009b2J",
        "\u202e",
        "\u2066",
        "\u200b",
      ),
      fc.constantFrom("\r", "\n", "\t", "\u0000", "\u007f", "\u0085", "\u2028", "\ufeff"),
      fc.constantFrom("a", "é", "专", "🙂", "\\", "\u{e0041}"),
    ),
    { minLength: 4 },
  )
  .map((parts) => `\u009b31m${parts.join("")}\u202e`);

test("whatever is in answers, files and settings, no command prints anything that a terminal obeys", async () => {
  const rows = `total,${parrotOrder},,,,,Other\nlegacy,,1234567891,5,,,`;
  const form = fc.constantFrom<readonly string[]>([], ["--json"]);
  const answer = fc.constantFrom(...Object.values(answers));
  await fc.assert(
    fc.asyncProperty(hostile, form, answer, async (text, flags, refund) => {
      const machine = await machineOfParrot(
        { words: () => text, refund },
        { pausesMoveClock: true },
      );
      write(machine, "config", ".refundrc.json", { reasons: ["Other", text] });
      writeFileSync(join(machine.cwd, "bad.csv"), `kind,order\n"${text}","${text}"\n`);
      writeFileSync(
        join(machine.cwd, "rows.csv"),
        `kind,order,lineitem,category,amount,currency,reason\n${rows}\n`,
      );
      const walk = longWalk.map((line) => [...line, ...flags]);
      expect(await saidOn(machine, walk)).not.toMatch(obeyed);
    }),
    { numRuns: 3 },
  );
}, 120_000);

test.each(["an error", "an unknown code", "a text in place of a result"])(
  "megabytes of it are neither kept nor printed: %s",
  async (what) => {
    const refund = answers[what];
    if (refund === undefined) throw new Error(`There is no answer ${what}.`);
    const words: Manner["words"] = ({ method }) =>
      method === "getOrder" ? "" : "x".repeat(3_000_000);
    const machine = await machineOfParrot({ words, refund }, { pausesMoveClock: true });
    const said = await saidOn(machine, shortWalk.slice(0, 2));
    const holds = (text: string, count: number) => text.includes("x".repeat(count));
    expect(holds(said, 400)).toBe(true);
    expect(holds(said, 100_001)).toBe(false);
    expect(holds(said.replaceAll(/^< .*$/gm, ""), 501)).toBe(false);
    expect(holds(keptIn(machine.folders.data), 501)).toBe(false);
  },
  60_000,
);

test("at the question of reconcile the API's words are shown and not obeyed", async () => {
  let readable = true;
  const machine = await machineOfParrot(
    {
      words: () => "\u001b[2Jgone\u009b31m\u202e",
      refund: (words) => ({ result: { odd: words } }),
      read: (message) => (readable ? null : { error: { code: 7, message } }),
    },
    { pausesMoveClock: true, terminal: { stdin: true, stderr: true } },
  );
  await machine.run("total", parrotOrder, ...reasoned, "--no-input");
  readable = false;
  const running = machine.start("reconcile");
  await running.says("What does the control panel show?");
  running.type("1\n");
  const { err } = await running.ended;
  expect(err).toContain("␛[2Jgone\\u{9b}31m\\u{202e}");
  expect(err).not.toMatch(obeyed);
});

test("what the API said is escaped in the NDJSON of history", async () => {
  const machine = await machineOfParrot(
    { words: () => "\u009b31m\u202e", refund: (message) => ({ error: { code: 7, message } }) },
    { pausesMoveClock: true },
  );
  await machine.run("total", parrotOrder, ...reasoned);
  const { out } = await machine.run("history", "--json");
  expect(out).toContain("\\u009b31m\\u202e");
  expect(out).not.toMatch(obeyed);
});
