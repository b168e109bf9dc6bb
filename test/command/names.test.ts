import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MachineOptions } from "../support/context.ts";
import { documentOf, outcomeOf } from "../support/document.ts";
import { attemptsOn } from "../support/journal.ts";
import { received, shopFor } from "../support/sandbox.ts";

const order = "73152871";
const total = ["total", order, "--reason", "Other"];
const atTerminal: MachineOptions = { terminal: { stdin: true, stderr: true } };
const aWhile = 120_000;

/** A shop in which one refund was accepted. */
async function accepted(options: MachineOptions = {}) {
  const shop = await shopFor({ settleAfterMs: 1e9 }, options);
  const ended = await shop.machine.run(...total, "--yes", "--json");
  return { ...shop, attempt: outcomeOf(ended).attempt ?? "" };
}

/** A shop in which the answers to refunds of these orders were lost, and nothing shows what became of them. */
async function lost(orders: readonly string[], options: MachineOptions = {}) {
  const times = orders.length;
  const shop = await shopFor(
    { faults: [{ kind: "drop-before", method: "issueRefund", times }] },
    options,
  );
  const attempts: string[] = [];
  for (const each of orders) {
    const argv = ["total", each, "--reason", "Other", "--yes", "--json"];
    attempts.push(outcomeOf(await shop.machine.run(...argv)).attempt ?? "");
  }
  shop.machine.clock.advance(aWhile);
  const [attempt = "", second = ""] = attempts;
  return { ...shop, attempt, second };
}

const usage = { code: 2, error: { code: "usage" } };

describe("--again", () => {
  test("takes the end of a name at a terminal, in small letters and with what was copied around it", async () => {
    const { machine, attempt } = await accepted(atTerminal);
    const end = ` ${attempt.slice(-12).toLowerCase()} `;
    const again = outcomeOf(await machine.run(...total, "--again", end, "--yes", "--json"));
    // What is left is nothing, so the repeat itself is refused; but it is the repeat that is looked at.
    expect(again).toMatchObject({ code: 4, outcome: "refused" });
    expect(again.error?.code).not.toBe("duplicate-refund");
  });

  test("needs six characters, and off a terminal the whole name", async () => {
    const here = await accepted(atTerminal);
    const short = ["--again", here.attempt.slice(0, 5), "--yes", "--json"];
    const told = outcomeOf(await here.machine.run(...total, ...short));
    expect(told).toMatchObject(usage);
    expect(told.error?.message).toContain("at least 6 characters");

    const script = await accepted();
    const part = ["--again", script.attempt.slice(-12), "--yes", "--json"];
    const refused = outcomeOf(await script.machine.run(...total, ...part));
    expect(refused).toMatchObject(usage);
    expect(refused.error?.message).toContain("the whole name");
    expect(received(script.sandbox, "issueRefund")).toBe(1);
  });

  test("of nothing in the journal is a usage error before 2Checkout is asked anything", async () => {
    const { machine, sandbox } = await shopFor({}, atTerminal);
    const ended = await machine.run(...total, "--again", "NNNNNN", "--yes", "--json");
    expect(outcomeOf(ended)).toMatchObject(usage);
    expect(outcomeOf(ended).error?.message).toContain("begins or ends with NNNNNN");
    expect(sandbox.requests()).toEqual([]);
  });

  test.each(["73152871", "0JQ", "01M7-YZM", "*"])("%s is no name", async (text) => {
    const { machine } = await shopFor();
    const ended = await machine.run(...total, "--again", text, "--yes", "--json");
    expect(outcomeOf(ended)).toMatchObject(usage);
    expect(outcomeOf(ended).error?.message).toContain(`--again: "${text}" cannot be a name`);
  });
});

test("cancel --attempt takes part of a name at a terminal, and the whole one without", async () => {
  const here = await accepted(atTerminal);
  const part = ["--attempt", here.attempt.slice(-12)];
  const done = await here.machine.run("cancel", order, ...part, "--yes", "--json");
  expect(documentOf(done, "refund.cancellation-1")).toMatchObject({ attempt: here.attempt });

  const script = await accepted();
  const cut = ["--attempt", script.attempt.slice(-12)];
  const ended = await script.machine.run("cancel", order, ...cut, "--yes", "--json");
  expect(outcomeOf(ended)).toMatchObject(usage);
  expect(received(script.sandbox, "cancelRefund")).toBe(0);
});

describe("batch --resume", () => {
  const rows = "kind,order,reason\ntotal,73152871,Other\n";

  async function withBatch() {
    const shop = await shopFor({}, atTerminal);
    const file = join(shop.machine.cwd, "refunds.csv");
    writeFileSync(file, rows);
    const { err } = await shop.machine.run("batch", file, "--yes", "--limit", "1");
    const batch = /[0-9A-HJKMNP-TV-Z]{26}/.exec(err)?.[0] ?? "";
    return { ...shop, file, batch };
  }

  test("takes part of a batch's name", async () => {
    const { machine, file, batch } = await withBatch();
    expect(batch).not.toBe("");
    writeFileSync(file, `${rows}total,73152899,Other\n`);
    const ended = await machine.run("batch", file, "--resume", batch.slice(-12), "--yes", "--json");
    expect(ended.code).toBe(0);
    expect(ended.err).toContain(batch);
  });

  test("says of an attempt that it is no batch", async () => {
    const { machine, sandbox, file } = await withBatch();
    const [attempt] = await attemptsOn(machine, sandbox, order);
    const part = attempt?.id.slice(-12) ?? "";
    const ended = await machine.run("batch", file, "--resume", part, "--yes", "--json");
    expect(outcomeOf(ended)).toMatchObject(usage);
    expect(outcomeOf(ended).error?.message).toContain("is an attempt on 73152871, not a batch");
  });
});

describe("reconcile", () => {
  test("takes four characters of a name where nothing is decided by it", async () => {
    const { machine, attempt } = await lost([order]);
    const ended = await machine.run("reconcile", attempt.slice(0, 4), "--json");
    expect(documentOf(ended, "refund.reconcile-1").attempts).toMatchObject([{ attempt }]);
  });

  test("lists what a part may mean where that is more than one", async () => {
    const { machine, attempt, second } = await lost([order, "73152899"]);
    const ended = await machine.run("reconcile", attempt.slice(0, 4), "--json");
    expect(outcomeOf(ended)).toMatchObject(usage);
    const message = outcomeOf(ended).error?.message ?? "";
    expect(message).toContain("part of several names");
    expect(message).toMatch(
      new RegExp(`${attempt} {2}attempt on ${order}, 2026-11-21 12:0\\d UTC`),
    );
    expect(message).toContain(second);
  });

  test("of an order number looks at that order alone", async () => {
    const { machine, second } = await lost([order, "73152899"]);
    const ended = await machine.run("reconcile", "#73152899", "--json");
    expect(documentOf(ended, "refund.reconcile-1").attempts).toMatchObject([
      { attempt: second, order: "73152899" },
    ]);
    const nothing = await machine.run("reconcile", "73152800", "--json");
    expect({ code: nothing.code, ...documentOf(nothing, "refund.reconcile-1") }).toMatchObject({
      code: 0,
      attempts: [],
    });
  });

  test("a person's word needs six characters of a name, and in a script the whole name", async () => {
    const here = await lost([order], atTerminal);
    const short = ["reconcile", here.attempt.slice(0, 5), "--not-applied", "--yes", "--json"];
    expect(outcomeOf(await here.machine.run(...short)).error?.message).toContain("6 characters");
    const enough = ["reconcile", here.attempt.slice(-12), "--not-applied", "--yes", "--json"];
    expect((await here.machine.run(...enough)).code).toBe(0);

    const script = await lost([order]);
    const part = ["reconcile", script.attempt.slice(-12), "--accepted", "--yes", "--json"];
    const told = outcomeOf(await script.machine.run(...part));
    expect(told).toMatchObject(usage);
    expect(told.error?.message).toContain("the whole name");
  });
});

describe("a word without a name", () => {
  test("is about the only unresolved attempt, which is named in the question", async () => {
    const { machine, sandbox, attempt } = await lost([order], atTerminal);
    const running = machine.start("reconcile", "--not-applied");
    await running.says("on your word?");
    expect(running.said()).toContain(
      `Record the refund of 241.49 USD on order ${order} (attempt ${attempt}) as not applied`,
    );
    expect(running.said()).toMatch(
      /The one unresolved attempt: refund of 241.49 USD on order 73152871, by agent@desk-7 at 2026-11-21 12:0\d UTC\./,
    );
    running.type("y\n");
    expect((await running.ended).code).toBe(0);
    expect(await attemptsOn(machine, sandbox, order)).toMatchObject([
      { id: attempt, outcome: "not-applied", settledBy: "person" },
    ]);
  });

  test("of an order's number is about the only one on that order", async () => {
    const { machine, second } = await lost([order, "73152899"], atTerminal);
    const running = machine.start("reconcile", "73152899", "--not-applied");
    await running.says(`attempt ${second}`);
    running.type("n\n");
    expect((await running.ended).code).toBe(7);
  });

  test("is a usage error where several attempts wait, or none does", async () => {
    const { machine, attempt, second } = await lost([order, "73152899"], atTerminal);
    const message = outcomeOf(await machine.run("reconcile", "--accepted", "--json")).error
      ?.message;
    expect(message).toContain(`${attempt}  refund of 241.49 USD on order ${order}`);
    expect(message).toContain(second);
    const none = await shopFor({}, atTerminal);
    const told = outcomeOf(await none.machine.run("reconcile", "--accepted", "--json"));
    expect(told).toMatchObject(usage);
    expect(told.error?.message).toContain("No attempt of this account is unresolved");
  });

  test("leaves the attempts of other accounts out", async () => {
    const { machine } = await lost([order], atTerminal);
    machine.env["REFUND_MERCHANT_CODE"] = "OTHER";
    const told = outcomeOf(await machine.run("reconcile", "--accepted", "--json"));
    expect(told.error?.message).toContain("No attempt of this account is unresolved");
  });

  test.each([
    ["in a script", {}, ["--not-applied", "--yes"]],
    ["where it is not shown before it is confirmed", atTerminal, ["--not-applied", "--yes"]],
    ["of a withdrawn refund", atTerminal, ["--withdrawn"]],
  ])("is a usage error %s", async (_, options, words) => {
    const { machine } = await lost([order], options);
    const told = outcomeOf(await machine.run("reconcile", ...words, "--json"));
    expect(told).toMatchObject(usage);
    expect(told.error?.message).toContain("Missing: the attempt");
  });
});
