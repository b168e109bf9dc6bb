import { expect, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf } from "../../support/batch.ts";
import { documentOf } from "../../support/document.ts";
import { received, type Shop, shopFor } from "../../support/sandbox.ts";

const count = 9;

/** A shop in which the answers to the refunds of several orders were lost, and none was made. */
async function shopWithLost() {
  const shop = await shopFor({ orders: count });
  await loseRows(shop, 0, count);
  shop.machine.clock.advance(3_600_000);
  return shop;
}

/** Runs a batch of these generated orders, whose answers get lost; what it says at its end. */
async function loseRows({ machine, sandbox }: Shop, from: number, to: number): Promise<string> {
  const numbers = Array.from({ length: to - from }, (_, at) => generatedOrderNumber(from + at));
  sandbox.addFault({ kind: "drop-before", method: "issueRefund", times: numbers.length });
  const rows = numbers.map((number) => `total,${number},Other\n`);
  const file = fileOf(machine, `kind,order,reason\n${rows.join("")}`, `from-${from}.csv`);
  const ended = await machine.run("batch", file, "--yes");
  expect(ended.code).toBe(7);
  return ended.err;
}

test("many open attempts are asked about in one session, each order once, and told of newest first", async () => {
  const { machine, sandbox } = await shopWithLost();
  const reads = () => ["login", "getOrder", "getInvoices"].map((name) => received(sandbox, name));
  const [logins = 0, orders = 0, invoices = 0] = reads();
  const ended = await machine.run("reconcile", "--json");
  const { attempts } = documentOf(ended, "refund.reconcile-1");
  expect(ended.code).toBe(7);
  expect(reads()).toEqual([logins + 1, orders + count, invoices + count]);
  const ids = attempts.map(({ attempt }) => attempt);
  expect(ids).toHaveLength(count);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(attempts.every(({ outcome }) => outcome === "unknown")).toBe(true);
});

test("what evidence shows of some is settled, wherever they stand among the others", async () => {
  const { machine, sandbox } = await shopWithLost();
  const shown = [2, 5].map(generatedOrderNumber);
  const { attempts: open } = documentOf(
    await machine.run("reconcile", "--json"),
    "refund.reconcile-1",
  );
  // All that was paid: 1500 cents and 37 more for each order after the first.
  sandbox.refundElsewhere(generatedOrderNumber(2), "15.74");
  sandbox.refundElsewhere(generatedOrderNumber(5), "16.85");
  sandbox.settle();
  const { attempts } = documentOf(await machine.run("reconcile", "--json"), "refund.reconcile-1");
  expect(attempts.map(({ attempt }) => attempt)).toEqual(open.map(({ attempt }) => attempt));
  const accepted = attempts.filter(({ outcome }) => outcome === "accepted");
  expect(accepted.map(({ order }) => order).sort()).toEqual(shown);
});

test("with --batch the rows of that batch alone are settled, and the batch names that command at its end", async () => {
  const shop = await shopFor({ orders: count });
  const { machine, sandbox } = shop;
  const first = await loseRows(shop, 0, 3);
  await loseRows(shop, 3, 5);
  const [, command = ""] = /or run: refund (reconcile --batch \S+)$/m.exec(first) ?? [];
  machine.clock.advance(3_600_000);
  const reads = received(sandbox, "getOrder");
  const settled = async (...argv: readonly string[]) => {
    const { attempts } = documentOf(await machine.run(...argv, "--json"), "refund.reconcile-1");
    return attempts.map(({ order }) => order).sort();
  };
  const rows = [0, 1, 2].map(generatedOrderNumber);
  expect(await settled(...command.split(" "))).toEqual(rows);
  expect(received(sandbox, "getOrder")).toBe(reads + 3);
  expect(await settled("reconcile", "--batch", command.slice(-8))).toEqual(rows);
});

test("a batch of which no row is unresolved says so, and leaves other attempts alone", async () => {
  const shop = await shopFor({ orders: count });
  const { machine, sandbox } = shop;
  const file = fileOf(machine, `kind,order,reason\ntotal,${generatedOrderNumber(8)},Other\n`);
  const { err } = await machine.run("batch", file, "--yes");
  const [batch = ""] = /[0-9A-Z]{26}/.exec(err) ?? [];
  await loseRows(shop, 0, 1);
  machine.clock.advance(3_600_000);
  const reads = received(sandbox, "getOrder");
  expect(await machine.run("reconcile", "--batch", batch)).toEqual({
    code: 0,
    out: "No attempt of this batch is unresolved.\n",
    err: "",
  });
  expect(received(sandbox, "getOrder")).toBe(reads);
});

test.each([
  [["73152871"], 'it does not take "73152871"'],
  [["--accepted", "--yes"], "--accepted"],
  [["--paid-out", "--yes"], "--paid-out"],
])("with --batch nothing else is named, and no person's word is taken: %j", async (more, why) => {
  const { machine } = await shopFor();
  const { code, err } = await machine.run("reconcile", "--batch", "ABCDEF", ...more);
  expect(code).toBe(2);
  expect(err).toContain(why);
});

test("a name that is an attempt's or nobody's is no batch", async () => {
  const shop = await shopFor({ orders: count });
  await loseRows(shop, 0, 1);
  const { machine } = shop;
  const { attempts } = documentOf(await machine.run("reconcile", "--json"), "refund.reconcile-1");
  for (const [name, why] of [
    [attempts[0]?.attempt ?? "", "not a batch"],
    ["ZZZZZZ", "no attempt or batch"],
  ] as const) {
    const { code, err } = await machine.run("reconcile", "--batch", name);
    expect(code).toBe(2);
    expect(err).toContain(why);
  }
});
