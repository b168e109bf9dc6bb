import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/journal/attempt.ts";
import { renderHistory as renderHistorySafe } from "../../../src/command/history/render.ts";
import type { Screens } from "../../../src/render/screen.ts";
import { attempt, dollars } from "../../render/attempts.ts";
import { pipe, terminal, printing } from "../../render/screens.ts";

const renderHistory = printing(renderHistorySafe);

function lines(attempts: readonly Attempt[], { stdout }: Screens): readonly string[] {
  return renderHistory({ tag: "list", attempts, emptyJournal: null }, stdout, false)
    .out.trimEnd()
    .split("\n");
}

function widest(shown: readonly string[]): number {
  return Math.max(...shown.map((line) => stringWidth(line)));
}

const words = fc.string({ unit: fc.constantFrom("a", "-", "客", "戶", "🎉", "e\u0301", "👩‍👩‍👧") });

test("a history fits 80 columns with any tickets and users, and no id is cut", () => {
  const each = fc.record({
    ticket: words,
    user: words,
    kind: fc.constantFrom("total", "partial", "lineitem"),
    amount: fc.constantFrom(dollars("1.00"), dollars("12500.00"), null),
    outcome: fc.constantFrom("accepted", "already-refunded", "not-applied", null),
  });
  fc.assert(
    fc.property(
      fc.array(each, { minLength: 1 }),
      fc.integer({ min: 80, max: 200 }),
      (all, columns) => {
        const attempts = all.map(({ user, ...more }) =>
          attempt({ ...more, who: { user, host: "desk-7", pid: 1 } }),
        );
        const [, ...rows] = lines(attempts, terminal(columns));
        expect(widest(rows)).toBeLessThanOrEqual(columns);
        for (const row of rows) expect(row).toMatch(/01M7ZVDP1YGWWWSYDQHT7QP062$/);
      },
    ),
  );
});

test.each([
  [120, "At (UTC), Order, Kind, Amount, Outcome, Ticket, By, Attempt"],
  [98, "At (UTC), Order, Kind, Amount, Outcome, Ticket, Attempt"],
  [88, "At (UTC), Order, Amount, Outcome, Ticket, Attempt"],
  [80, "On (UTC), Order, Amount, Outcome, Ticket, Attempt"],
  [75, "On (UTC), Order, Amount, Outcome, Attempt"],
])("%i columns have room for %s", (columns, expected) => {
  const [heading = ""] = lines([attempt()], terminal(columns));
  expect(heading.split(/ {2,}/).join(", ")).toBe(expected);
});

test("a long ticket is cut at a whole character before a column is left out", () => {
  const shown = lines([attempt({ ticket: "客户工单客户工单客户工单" })], terminal(106));
  expect(shown[0]).toContain("By");
  expect(shown[1]).toMatch(/ {2}客户工单客户… {2}agent {2}/);
});

test("in a pipe nothing is left out and nothing is cut", () => {
  const ticket = "longer than any terminal is wide ".repeat(5).trim();
  const [heading, row] = lines([attempt({ ticket })], pipe);
  expect(heading).toMatch(/^At \(UTC\) +Order +Kind +Amount +Outcome +Ticket +By +Attempt$/);
  expect(row).toContain(ticket);
});

test("one attempt in full is wrapped and not cut", () => {
  const comment = "We are sorry that it took so long. ".repeat(6).trim();
  const one = { tag: "one", attempt: attempt({ comment }), timeline: [] } as const;
  const { out } = renderHistory(one, terminal(80).stdout, false);
  expect(widest(out.split("\n"))).toBeLessThanOrEqual(80);
  expect(out.replaceAll(/\s+/g, " ")).toContain(comment);
  expect(renderHistory(one, pipe.stdout, false).out).toContain(`Comment     ${comment}\n`);
});
