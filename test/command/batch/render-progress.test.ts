import { expect, test } from "vitest";
import type { OutcomeTag } from "../../../src/outcome.ts";
import { renderBar } from "../../../src/command/batch/render-progress.ts";
import { renderSpokenRow } from "../../../src/command/batch/render-row.ts";
import { terminal } from "../../render/screens.ts";

const outcomes = new Map<OutcomeTag, number>([
  ...([
    ["accepted", 118],
    ["refused", 1],
    ["unknown", 1],
  ] as const),
]);
const tally = {
  rows: 4000,
  done: 120,
  earlier: 0,
  elsewhere: 0,
  outcomes,
  amounts: new Map(),
  stopped: null,
  causes: new Map(),
};
const told = "120 of 4000: 118 accepted, 1 refused, 1 UNKNOWN";

test.each([
  [120, `█░░░░░░░░░░░░░░░░░░░ ${told}; 12/s, 5 min left`],
  [80, `░░░░░░░░░░ ${told}; 12/s, 5 min left`],
  [70, `${told}; 12/s, 5 min left`],
  [60, told],
  [40, "120 of 4000"],
  [5, ""],
])("%i columns have room for %j, and no word is cut", (columns, expected) => {
  expect(renderBar(tally, 10_000, terminal(columns).stderr).text).toBe(expected);
});

test("a line that is not a row is reported in a sentence, and foreign text in it is not obeyed", () => {
  const row = {
    place: { line: 7, row: null, sheet: null },
    row: null,
    fields: {},
    batch: null,
    outcome: "failed" as const,
    attempt: null,
    amount: null,
    error: { code: "row-invalid", message: "No \u001b[2J" },
    warnings: [],
    seen: null,
    earlier: false,
    elsewhere: false,
    host: null,
    accountRejected: false,
  };
  expect(renderSpokenRow(row, terminal(80).stdout).text).toBe("Line 7: failed. No ␛[2J");
});

test("an outcome in the bar has its colour", () => {
  const { stderr } = terminal(80, { coloured: true });
  expect(renderBar(tally, 10_000, stderr).text).toContain(
    stderr.paint.magenta.bold("1 UNKNOWN").text,
  );
});
