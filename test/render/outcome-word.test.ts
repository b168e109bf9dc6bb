import { expect, test } from "vitest";
import { UsageError } from "../../src/failure.ts";
import { renderFailure as renderFailureSafe } from "../../src/render/failure.ts";
import { startAttemptTable } from "../../src/render/attempt-table.ts";
import { outcomeWord, paintOutcome } from "../../src/render/outcome-word.ts";
import { renderReconcile as renderReconcileSafe } from "../../src/command/reconcile/render.ts";
import { createPaint } from "../../src/render/paint.ts";
import { screensOf } from "../../src/render/screen.ts";
import { attempt } from "./attempts.ts";
import { pipe, terminal, printing } from "./screens.ts";

const renderFailure = printing(renderFailureSafe);
const renderReconcile = printing(renderReconcileSafe);

const coloured = terminal(80, { coloured: true });
const streams = { stdin: true, stdout: true, stderr: true, columns: 80, rows: 24 };

const everyOutcome = [
  ...(["accepted", "already-refunded", "planned", "refused", "blocked", "not-sent"] as const),
  ...(["not-applied", "cancelled", "failed", "unknown", null] as const),
];

test.each(everyOutcome)("%s is painted, not in yellow or white, and its words stay", (outcome) => {
  const painted = paintOutcome(outcome, "the words", createPaint(1)).text;
  // eslint-disable-next-line no-control-regex -- a colour begins with one
  expect(painted).toMatch(/^\u001b\[3[1256]m/);
  expect(painted).toContain("the words");
});

test("every outcome can be recognised by its word alone", () => {
  const words = everyOutcome.filter((outcome) => outcome !== null).map(outcomeWord);
  expect(new Set(words).size).toBe(words.length);
  expect(outcomeWord(null)).toBe(outcomeWord("unknown"));
});

test.each([
  ["a pipe", pipe],
  ["NO_COLOR", screensOf({ terminal: streams, env: { NO_COLOR: "1" } }, {})],
  ["--no-color", terminal(80)],
  ["TERM=dumb", screensOf({ terminal: streams, env: { TERM: "dumb" } }, {})],
  ["REFUND_ACCESSIBLE", screensOf({ terminal: streams, env: { REFUND_ACCESSIBLE: "1" } }, {})],
])("with %s nothing is painted", (_how, { stdout, stderr }) => {
  expect([stdout.paint.level, stderr.paint.level]).toEqual([0, 0]);
});

test("an unknown outcome has one colour in every table", () => {
  const lost = attempt({ outcome: null });
  const magenta = coloured.stdout.paint.magenta.bold;
  const table = startAttemptTable([["outcome"]], coloured.stdout, (id) => id);
  expect(table([lost]).text).toContain(magenta("UNKNOWN").text);
  const open = [{ attempt: lost, outcome: "unknown", evidence: "" }] as const;
  expect(
    renderReconcile(
      { which: { tag: "all" }, results: open, page: null, shortNames: new Map() },
      coloured,
      false,
    ).out,
  ).toContain(magenta("UNKNOWN").text);
});

test("an error's label is red, and its words are as they are", () => {
  const run = { command: "total", startedAt: 0, finishedAt: 1, verbose: false, json: false };
  const { err } = renderFailure(new UsageError("Say which."), { ...run, screen: coloured.stderr });
  expect(err).toBe(`${coloured.stderr.paint.red("Error:").text} Say which.\n`);
});
