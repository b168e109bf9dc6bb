import { expect, test } from "vitest";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";
import { fileOf } from "../../support/batch.ts";
import { documentOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const count = 9;

/** A shop in which the answers to the refunds of several orders were lost, and none was made. */
async function shopWithLost() {
  const shop = await shopFor({ orders: count });
  const { machine, sandbox } = shop;
  sandbox.addFault({ kind: "drop-before", method: "issueRefund", times: count });
  const rows = Array.from({ length: count }, (_, at) => `total,${generatedOrderNumber(at)},Other`);
  const file = fileOf(machine, `kind,order,reason\n${rows.join("\n")}\n`);
  expect((await machine.run("batch", file, "--yes")).code).toBe(7);
  machine.clock.advance(3_600_000);
  return shop;
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
