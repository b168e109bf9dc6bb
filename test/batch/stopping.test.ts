import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { fileOf, rowsOf } from "../support/batch.ts";
import { received, shopFor } from "../support/sandbox.ts";

const patience = { timeout: 30_000 };
const one = "kind,order,reason\ntotal,73152871,Other\n";

test("one Ctrl-C lets a FALSE be looked into, which then is a refusal", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "false-before", method: "issueRefund", afterMs: 500 }],
  });
  const running = machine.start("batch", fileOf(machine, one), "--yes");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  running.stop();
  const ended = await running.ended;
  expect(rowsOf(ended)).toMatchObject([{ outcome: "refused", error: { code: "not-accepted" } }]);
  expect(ended.code).toBe(8);
  expect(received(sandbox, "getOrder")).toBe(2);
});

test("one Ctrl-C while orders are read sends nothing and waits for no order", async () => {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  sandbox.addFault({ kind: "hang-before", method: "getOrder", times: Infinity });
  const rows = [0, 1, 2].map((index) => `total,${generatedOrderNumber(index)},Other\n`);
  const file = fileOf(machine, `kind,order,reason\n${rows.join("")}`);
  const running = machine.start("batch", file, "--yes", "--timeout", "600");
  await expect.poll(() => received(sandbox, "getOrder"), patience).toBe(3);
  running.stop();
  const ended = await running.ended;
  expect(ended).toMatchObject({ code: 130, out: "" });
  expect(ended.err).toContain("none begun");
  expect(received(sandbox, "issueRefund")).toBe(0);
});

test("a pause after 429 ends when the time for looking into a refund is over", async () => {
  const { machine, sandbox } = await shopFor(
    {
      refundsShape: "null",
      faults: [{ kind: "drop-after", method: "issueRefund", afterMs: 300 }],
    },
    { pausesMoveClock: true, onPause: () => wait(25) },
  );
  const running = machine.start("batch", fileOf(machine, one), "--yes", "--timeout", "1");
  await expect.poll(() => received(sandbox, "issueRefund"), patience).toBe(1);
  sandbox.addFault({ kind: "429", method: "getOrder", times: Infinity });
  const ended = await running.ended;
  expect(rowsOf(ended)).toMatchObject([{ outcome: "unknown" }]);
  expect(ended.code).toBe(7);
  // Asked as often as the pauses allow, it would be nine.
  expect(received(sandbox, "getOrder")).toBeLessThan(9);
}, 60_000);
