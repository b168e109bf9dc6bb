import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { documentOf, outcomeOf } from "../support/document.ts";
import { type Desk, deskFor, deskWithShop } from "../support/program.ts";
import { received } from "../support/sandbox.ts";

const order = "73152901";
const cancel = ["cancel", order, "--yes"];
const json = [...cancel, "--json"];

/** A desk at which a refund of the order waits. */
async function deskWithRefund() {
  const shop = await deskWithShop();
  const { code, out } = await shop.desk.run(
    ...["total", order, "--reason", "Other", "--yes", "--json"],
  );
  expect(code).toBe(0);
  return { ...shop, refunded: outcomeOf({ code, out, err: "" }).attempt };
}

async function cancellation(desk: Desk) {
  const ended = await desk.run(...json);
  return { code: ended.code, ...documentOf(ended, "refund.cancellation-1") };
}

test("0: a cancelled refund is a sentence on stdout, or a document", async () => {
  const { desk, refunded } = await deskWithRefund();
  expect(await cancellation(desk)).toMatchObject({
    code: 0,
    outcome: "accepted",
    attempt: refunded,
  });
  const { desk: another } = await deskWithRefund();
  const { code, out, err } = await another.run(...cancel);
  expect(code).toBe(0);
  expect(out).toMatch(/^Cancelled: .*\n$/);
  expect(err).toContain("To be cancelled: 40.00 USD");
});

test("0: a dry run sends nothing", async () => {
  const { desk, sandbox } = await deskWithRefund();
  const { code, out } = await desk.run("cancel", order, "--dry-run");
  expect(code).toBe(0);
  expect(out).toContain('"method":"cancelRefund"');
  expect(received(sandbox, "cancelRefund")).toBe(0);
});

test("1: a journal that cannot be used stops it", async () => {
  const { desk, sandbox } = await deskWithShop();
  writeFileSync(join(desk.home, "taken"), "");
  desk.env["REFUND_JOURNAL"] = join(desk.home, "taken", "journal.db");
  const { code, out } = await desk.run(...json);
  expect(outcomeOf({ code, out, err: "" })).toMatchObject({
    code: 1,
    error: { code: "journal-unavailable" },
  });
  expect(received(sandbox, "cancelRefund")).toBe(0);
});

test("2: a missing yes is named, and so is a wrong flag", async () => {
  const { desk } = await deskWithRefund();
  const unconfirmed = await desk.run("cancel", order);
  expect(unconfirmed.code).toBe(2);
  expect(unconfirmed.err).toContain("--yes");
  expect((await desk.run(...cancel, "--reason", "Other")).code).toBe(2);
});

test("3: missing credentials are named", async () => {
  const { code, out } = await deskFor().run(...json);
  expect(outcomeOf({ code, out, err: "" })).toMatchObject({
    code: 3,
    error: { code: "credentials-missing" },
  });
});

test("4: 2Checkout refuses", async () => {
  const { desk } = await deskWithShop();
  expect(await cancellation(desk)).toMatchObject({ code: 4, outcome: "refused" });
});

test("5: an unresolved attempt blocks it", async () => {
  const { desk } = await deskWithShop({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
  await desk.run("total", order, "--reason", "Other", "--yes");
  expect(await cancellation(desk)).toMatchObject({ code: 5, outcome: "blocked" });
});

test("6: nothing was sent", async () => {
  const { desk, sandbox } = await deskWithRefund();
  await sandbox.stop();
  expect(await cancellation(desk)).toMatchObject({ code: 6, outcome: "not-sent" });
});

test("7: its answer was lost, and the order is blocked until a person has looked", async () => {
  const { desk, sandbox } = await deskWithRefund();
  sandbox.addFault({ kind: "drop-after", method: "cancelRefund" });
  const lost = await cancellation(desk);
  expect(lost).toMatchObject({ code: 7, outcome: "unknown" });
  expect(await cancellation(desk)).toMatchObject({ code: 5 });
  const settled = await desk.run("reconcile", lost.cancellation ?? "", "--withdrawn", "--yes");
  // Its process has only just ended, and says so itself: nothing has to be waited for.
  expect(settled.code).toBe(0);
});

test("130: stopped before anything was sent", async () => {
  const { desk, sandbox } = await deskWithShop();
  sandbox.addFault({ kind: "hang-before", method: "getOrder" });
  const { child, ended } = desk.start(...json);
  await expect.poll(() => received(sandbox, "getOrder"), { timeout: 20_000 }).toBe(1);
  child.kill("SIGINT");
  const { code, out } = await ended;
  expect(outcomeOf({ code, out, err: "" })).toMatchObject({ code: 130, outcome: "cancelled" });
  expect(received(sandbox, "cancelRefund")).toBe(0);
});

test("in flight, the first Ctrl-C waits for the answer and the second leaves it unknown", async () => {
  const { desk, sandbox } = await deskWithRefund();
  sandbox.addFault({ kind: "hang-after", method: "cancelRefund" });
  const { child, ended, said } = desk.start(...json);
  await expect.poll(() => received(sandbox, "cancelRefund"), { timeout: 20_000 }).toBe(1);
  child.kill("SIGINT");
  await expect.poll(said, { timeout: 20_000 }).toContain("Ctrl-C");
  child.kill("SIGINT");
  const { code, out } = await ended;
  expect({ code, ...documentOf({ out }, "refund.cancellation-1") }).toMatchObject({
    code: 7,
    outcome: "unknown",
  });
});

test("status exits with 0, whatever waits", async () => {
  const { desk } = await deskWithRefund();
  const { code, out } = await desk.run("status", "--json");
  expect(code).toBe(0);
  expect(documentOf({ out }, "refund.status-1").unprocessed).toHaveLength(1);
});
