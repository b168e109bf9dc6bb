import fc from "fast-check";
import stringWidth from "string-width";
import { expect, test } from "vitest";
import type { Attempt } from "../../../src/journal/attempt.ts";
import { renderAttempt as renderAttemptSafe } from "../../../src/command/history/render-attempt.ts";
import { renderList } from "../../../src/command/history/render-list.ts";
import type { Screens } from "../../../src/render/screen.ts";
import { attempt, dollars } from "../../render/attempts.ts";
import { pipe, terminal, printing } from "../../render/screens.ts";

const renderAttempt = printing(renderAttemptSafe);

/** The lines of a table, those below it left out. */
async function lines(
  pages: readonly (readonly Attempt[])[],
  screens: Screens,
): Promise<readonly string[]> {
  const entries = async function* () {
    for (const attempts of pages) yield { tag: "attempts" as const, attempts };
    await Promise.resolve();
  };
  const shown: string[] = [];
  const parts = renderList(entries(), "table", {
    ofBatch: false,
    screens,
    shortNames: (ids) => Promise.resolve(new Map(ids.map((id) => [id, id.slice(-6)]))),
    below: () => Promise.resolve({ sums: [dollars("29.99")], unstated: 0, count: 1 }),
  });
  for await (const part of parts) shown.push(...part.lines.map(({ text }) => text));
  return shown.slice(0, shown.indexOf(""));
}

function widest(shown: readonly string[]): number {
  return Math.max(...shown.map((line) => stringWidth(line)));
}

const words = fc.string({ unit: fc.constantFrom("a", "-", "客", "戶", "🎉", "e\u0301", "👩‍👩‍👧") });

test("a history fits 60 columns with any tickets, reasons and users, and no name is cut", async () => {
  const each = fc.record({
    ticket: words,
    user: words,
    reason: words,
    kind: fc.constantFrom("total", "partial", "lineitem"),
    amount: fc.constantFrom(dollars("1.00"), dollars("12500.00"), null),
    outcome: fc.constantFrom("accepted", "refused", "not-sent", null),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(each, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 60, max: 200 }),
      async (all, columns) => {
        const pages = all.map((page) =>
          page.map(({ user, ...more }) =>
            attempt({ ...more, who: { user, host: "desk-7", pid: 1 } }),
          ),
        );
        const [heading = "", ...rows] = await lines(pages, terminal(columns));
        expect(rows).toHaveLength(pages.flat().length);
        expect(widest(rows.slice(0, pages[0]?.length))).toBeLessThanOrEqual(columns);
        if (!heading.endsWith("Attempt")) return;
        for (const row of rows) expect(row).toMatch(/7QP062$/);
      },
    ),
  );
});

test.each([
  [120, "At (UTC), Order, Amount, Kind, Outcome, By, Ticket, Reason, Attempt"],
  [82, "At (UTC), Order, Amount, Kind, Outcome, By, Ticket, Attempt"],
  [75, "At (UTC), Order, Amount, Kind, Outcome, Ticket, Attempt"],
  [66, "At (UTC), Order, Amount, Kind, Outcome, Attempt"],
  [60, "At (UTC), Order, Amount, Kind, Outcome"],
  [54, "On (UTC), Order, Amount, Kind, Outcome"],
  [40, "On (UTC), Order, Amount, Outcome"],
])("%i columns have room for %s", async (columns, expected) => {
  const [heading = ""] = await lines([[attempt()]], terminal(columns));
  expect(heading.split(/ {2,}/).join(", ")).toBe(expected);
});

test("a long reason is cut at a whole character, and then a ticket, before a column is left out", async () => {
  const long = attempt({ ticket: "客户工单客户工单客户工单", reason: "a reason of many words" });
  const [heading, row] = await lines([[long]], terminal(92));
  expect(heading).toContain("Reason");
  expect(row).toMatch(/ {2}agent {2,}客户工… {2,}a reaso… {2}7QP062$/);
});

test("columns stay where they are when a later page needs less of them", async () => {
  const short = attempt({ amount: dollars("1.00") });
  const [heading = "", ...rows] = await lines(
    [[attempt({ amount: dollars("12500.00") })], [short]],
    terminal(120),
  );
  const at = heading.indexOf("Outcome");
  for (const row of rows) expect(row.slice(at)).toMatch(/^accepted/);
});

test("a plain terminal gets every column, and nothing is cut", async () => {
  const ticket = "longer than any terminal is wide ".repeat(5).trim();
  const [heading, row] = await lines([[attempt({ ticket })]], pipe);
  expect(heading).toMatch(
    /^At \(UTC\) +Order +Amount +Kind +Outcome +By +Ticket +Reason +Attempt$/,
  );
  expect(row).toContain(ticket);
});

test("one attempt in full is wrapped and not cut", () => {
  const comment = "We are sorry that it took so long. ".repeat(6).trim();
  const one = { attempt: attempt({ comment }), timeline: [] };
  const { out } = renderAttempt(one, terminal(80).stdout, false);
  expect(widest(out.split("\n"))).toBeLessThanOrEqual(80);
  expect(out.replaceAll(/\s+/g, " ")).toContain(comment);
  expect(renderAttempt(one, pipe.stdout, false).out).toContain(`Comment     ${comment}\n`);
});
