import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { fileOf } from "../../support/batch.ts";
import { outcomeOf, valid } from "../../support/document.ts";
import { shopFor } from "../../support/sandbox.ts";

const common = ["--reason", "Other", "--yes", "--json"];

async function shopWithHistory() {
  const shop = await shopFor({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
  const { machine } = shop;
  const first = outcomeOf(await machine.run("total", "73152899", "--ticket", "T-1", ...common));
  machine.clock.advance(86_400_000);
  const second = outcomeOf(
    await machine.run("partial", "73152871", "--item", "PRO-1Y", "--ticket", "T-2", ...common),
  );
  return { ...shop, first: first.attempt ?? "", second: second.attempt ?? "" };
}

function lines(out: string) {
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => valid(JSON.parse(line), "refund.attempt-1"));
}

test("with --json it is one valid document a line, newest first", async () => {
  const { machine, first, second } = await shopWithHistory();
  const { code, out, err } = await machine.run("history", "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(lines(out)).toMatchObject([
    {
      attempt: second,
      order: "73152871",
      outcome: "accepted",
      amount: "29.99",
      ticket: "T-2",
      items: [{ productCode: "PRO-1Y", quantity: 1, amount: "29.99" }],
    },
    { attempt: first, order: "73152899", outcome: "unknown", amount: "40.00", settledBy: null },
  ]);
});

test("piped it is separated by tabs, with a header, and has all of it", async () => {
  const { machine, first, second } = await shopWithHistory();
  const { out } = await machine.run("history");
  const [heading = "", ...rows] = out
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
  const cells = rows.map((row) => new Map(row.map((cell, at) => [heading[at] ?? "", cell])));
  const told = cells.map((row): unknown => Object.fromEntries(row));
  expect(told).toMatchObject([
    { order: "73152871", amount: "29.99", currency: "USD", outcome: "accepted", attempt: second },
    { order: "73152899", amount: "40.00", outcome: "unknown", code: "answer-lost", attempt: first },
  ]);
  expect(told[0]).toMatchObject({
    time_utc: expect.stringMatching(/^2026-11-22 12:00:\d\d$/) as string,
  });
});

test("a spreadsheet gets CSV with its mark, in which no text is a formula", async () => {
  const { machine } = await shopFor();
  const ticket = '=HYPERLINK("x","1,2")';
  await machine.run("total", "73152899", "--ticket", ticket, ...common);
  const { out } = await machine.run("history", "--csv");
  expect(out.startsWith("\ufefftime_utc,order,amount,")).toBe(true);
  const [row] = parse<Record<string, string>>(out, { bom: true, columns: true });
  expect(row).toMatchObject({ order: "73152899", amount: "40.00", ticket: `'${ticket}` });
});

test.each([
  [["--csv", "--json"]],
  [["--all", "--limit", "3"]],
  [["--batches", "--ticket", "T-1"]],
  [["--batches", "73152871"]],
  [["--batch", "ABCDEF", "--since", "monday"]],
  [["--batches", "--batch", "ABCDEF"]],
  [["--since", "7x"]],
  [["--outcome", "blocked"]],
  [["--outcome", "lost"]],
])("history %j contradicts itself or means nothing, and is a usage error", async (words) => {
  const { machine } = await shopFor();
  expect((await machine.run("history", ...words)).code).toBe(2);
});

test("of one attempt there is no spreadsheet and no selection", async () => {
  const { machine, first } = await shopWithHistory();
  for (const words of [["--csv"], ["--since", "monday"], ["--all"], ["--limit", "3"]]) {
    const { code, err } = await machine.run("history", first, ...words);
    expect(code).toBe(2);
    expect(err).toContain(`it does not take ${words[0]}.`);
  }
});

test("a terminal gets the newest 30, with what was accepted summed up over all", async () => {
  const { machine } = await shopFor({ orders: 40 }, { terminal: { stdout: true } });
  const rows = Array.from(
    { length: 40 },
    (_, at) => `partial,${2_000_000_000 + at},2.50,USD,Other`,
  );
  const file = fileOf(machine, `kind,order,amount,currency,reason\n${rows.join("\n")}\n`);
  expect((await machine.run("batch", file, "--yes", "--json")).code).toBe(0);
  const { out } = await machine.run("history");
  const [heading, ...lines] = out.trimEnd().split("\n");
  expect(heading).toMatch(
    /^At \(UTC\) +Order +Amount +Kind +Outcome +By +Ticket +Reason +Attempt$/,
  );
  expect(lines.filter((line) => line.includes("accepted"))).toHaveLength(30);
  expect(out).toContain("Accepted: 100.00 USD\n30 of 40 shown. Add --all to see the rest");
  const all = await machine.run("history", "--all");
  expect(all.out.match(/ accepted /g)).toHaveLength(40);
  expect(all.out).not.toContain("shown.");
  const few = await machine.run("history", "--limit", "2");
  expect(few.out.match(/ accepted /g)).toHaveLength(2);
});

test.each([
  [["73152899"], ["first"]],
  [["--ticket", "T-2"], ["second"]],
  [["--outcome", "unknown"], ["first"]],
  [["--since", "2026-11-22"], ["second"]],
  [["--until", "2026-11-22T00:00:00Z"], ["first"]],
  [["--limit", "1"], ["second"]],
  [
    ["--since", "yesterday"],
    ["second", "first"],
  ],
  [["--since", "today"], ["second"]],
  [["--until", "today"], ["first"]],
  [["--since", "sunday"], ["second"]],
  [
    ["--since", "1d"],
    ["second", "first"],
  ],
  [["--account", "NOBODY"], []],
])("%j narrows it down", async (words, expected) => {
  const shop = await shopWithHistory();
  const { out } = await shop.machine.run("history", ...words, "--json");
  const ids: Record<string, string> = { first: shop.first, second: shop.second };
  expect(lines(out).map(({ attempt }) => attempt)).toEqual(expected.map((name) => ids[name]));
});

test("one attempt is shown in full, with its timeline", async () => {
  const { machine, first } = await shopWithHistory();
  const { out } = await machine.run("history", first);
  expect(out).toMatch(/Outcome +UNKNOWN/);
  expect(out).toMatch(/Because +No usable answer came from 2Checkout/);
  expect(out).toMatch(/T12:00:00.\d+Z +recorded\n/);
  const [document] = lines((await machine.run("history", first, "--json")).out);
  expect(document?.timeline?.map(({ what }) => what)).toEqual([
    "recorded",
    expect.stringContaining("unknown: No usable answer came from 2Checkout") as string,
  ]);
});

test("an attempt that the journal does not have is a usage error", async () => {
  const { machine } = await shopWithHistory();
  const ended = await machine.run("history", "01M7ZVDP1YGWWWSYDQHT7QP062", "--json");
  expect(outcomeOf(ended)).toMatchObject({ code: 2, error: { code: "usage" } });
});

test("an empty journal reads differently from a search that found nothing", async () => {
  const fresh = await shopFor();
  const empty = await fresh.machine.run("history", "73152871");
  expect(empty).toMatchObject({ code: 0, out: "" });
  expect(empty.err).toMatch(/^No refunds are recorded in .+ yet\.\n$/);
  const { machine } = await shopWithHistory();
  const { err } = await machine.run("history", "--ticket", "T-3");
  expect(err).toBe("No refund in the journal matches.\n");
});

test.each([[[]], [["--batches"]]])(
  "a spreadsheet without rows %j has its headings",
  async (words) => {
    const { machine } = await shopFor();
    const { code, out } = await machine.run("history", "--csv", ...words);
    expect(code).toBe(0);
    expect(out).toMatch(/^\ufefftime_utc,[a-z_,]+\n$/);
  },
);

test("a bad date is a usage error that says how to write one", async () => {
  const { machine } = await shopFor();
  const { code, err } = await machine.run("history", "--since", "last week");
  expect(code).toBe(2);
  expect(err).toContain("Write it like 2026-11-21, yesterday, monday or 7d.");
});

const prune = ["history", "prune", "--before", "2027-01-01", "--yes"];

test("prune forgets of what is settled who made it and why, once, and leaves what is unresolved whole", async () => {
  const { machine, first, second } = await shopWithHistory();
  const before = lines((await machine.run("history", "--json")).out);
  const pruned = async () =>
    valid(JSON.parse((await machine.run(...prune, "--json")).out), "refund.prune-1").pruned;
  expect([await pruned(), await pruned()]).toEqual([1, 0]);
  const after = lines((await machine.run("history", "--json")).out);
  expect(after.map(({ attempt }) => attempt)).toEqual([second, first]);
  expect(after).toEqual([
    { ...before[0], reason: "", comment: "", ticket: null, user: "", host: "" },
    before[1],
  ]);
  const { out } = await machine.run("history", second);
  expect(out).toMatch(/Pruned +who made it and why were deleted/);
  expect(out).not.toMatch(/T-2|agent|desk-7/);
});

test.each([
  ["a part", ["partial", "73152871", "--item", "PRO-1Y", ...common]],
  ["a total", ["total", "73152899", ...common]],
  [
    "a legacy line item",
    ["lineitem", "1234567890", "--legacy", "--category", "5", ...common.slice(2)],
  ],
])("what was pruned still blocks the same refund: %s", async (_, argv) => {
  const { machine, sandbox } = await shopFor({ refundsShape: "null" });
  const { attempt } = outcomeOf(await machine.run(...argv));
  await machine.run(...prune);
  const again = outcomeOf(await machine.run(...argv));
  expect(again).toMatchObject({ code: 5, error: { code: "duplicate-refund", attempt } });
  expect(again.error?.message).not.toContain("agent");
  expect(sandbox.ledger()).toHaveLength(1);
});

test("what was pruned still counts in what is left", async () => {
  const { machine } = await shopFor({ refundsShape: "null" });
  await machine.run("partial", "73152871", "--item", "PRO-1Y", ...common);
  await machine.run(...prune);
  const planned = outcomeOf(await machine.run("total", "73152871", ...common, "--dry-run"));
  expect(planned).toMatchObject({ order: { refunded: "29.99", refundable: "211.50" } });
});

test("prune asks for a date and, off a terminal, for --yes", async () => {
  const { machine } = await shopWithHistory();
  for (const words of [["--yes"], ["--before", "2027-01-01"]]) {
    expect((await machine.run("history", "prune", ...words)).code).toBe(2);
  }
});

test("what was pruned still explains a refund that the order shows later", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 86_400_000 });
  await machine.run("partial", "73152871", "--amount", "29.99", ...common);
  await machine.run(...prune);
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const lost = outcomeOf(await machine.run("partial", "73152871", "--item", "PRO-1Y", ...common));
  // What the order lists now is the pruned one; without it, the lost one would take it for its own.
  sandbox.settle();
  machine.clock.advance(3_600_000);
  await machine.run("reconcile");
  const [first] = lines((await machine.run("history", lost.attempt ?? "", "--json")).out);
  expect(first?.outcome).toBe("unknown");
});
