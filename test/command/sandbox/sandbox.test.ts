import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { machineFor } from "../../support/context.ts";
import { outcomeOf } from "../../support/document.ts";
import { write } from "../../support/settings.ts";
import { shopFor } from "../../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Fraud", "--yes", "--json", "--sandbox"];

test("--sandbox refunds in the stand-in without any settings, and remembers it", async () => {
  const machine = machineFor();
  const first = outcomeOf(await machine.run(...total));
  expect(first).toMatchObject({ code: 0, outcome: "accepted" });
  expect(outcomeOf(await machine.run(...total))).toMatchObject({
    code: 5,
    error: { code: "duplicate-refund", attempt: first.attempt },
  });
  expect(existsSync(machine.journal)).toBe(false);
});

test("--sandbox wins over every endpoint, and nothing else is called", async () => {
  const { machine, sandbox } = await shopFor();
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 0 });
  expect(sandbox.requests()).toEqual([]);
});

test("--sandbox looks at no live secret, not even at half a pair", async () => {
  const machine = machineFor();
  machine.env["REFUND_SECRET_KEY"] = "live-key";
  write(machine, "config", ".refundrc", { merchantCode: "OURSHOP", rpcUrl: "http://example.com/" });
  const ended = await machine.run(...total, "--verbose");
  expect(outcomeOf(ended)).toMatchObject({ code: 0 });
  expect(ended.err).not.toMatch(/live-key|OURSHOP|\/\/example\.com/);
});

test("the preview tells the stand-in from the real thing", async () => {
  const machine = machineFor();
  const argv = ["--reason", "Other", "--dry-run"];
  const { err } = await machine.run("total", "73152871", ...argv, "--sandbox");
  expect(err).toContain("STAND-IN (no real money)");
  const { machine: live } = await shopFor();
  expect((await live.run("total", "73152871", ...argv)).err).not.toContain("STAND-IN");
});

test("misbehaviour can be rehearsed, and sandbox reset forgets what came of it", async () => {
  const machine = machineFor();
  machine.env["REFUND_SANDBOX_FAULT"] = "drop-before:issueRefund";
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 7, outcome: "unknown" });
  machine.env["REFUND_SANDBOX_FAULT"] = "";
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 5 });
  expect((await machine.run("sandbox", "reset")).code).toBe(0);
  expect(existsSync(join(machine.folders.data, "sandbox", "journal.db"))).toBe(false);
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 0 });
});

test("a shop that cannot be read says what starts over", async () => {
  const machine = machineFor();
  mkdirSync(join(machine.folders.data, "sandbox"), { recursive: true });
  const shop = join(machine.folders.data, "sandbox", "shop.db");
  writeFileSync(shop, "This is a text and no database, which is seen at its first bytes.");
  const { code, err } = await machine.run("order", "73152871", "--sandbox");
  expect({ code, err }).toMatchObject({ code: 2 });
  expect(err).toContain(shop);
  expect(err).toContain("refund sandbox reset");
  expect((await machine.run("sandbox", "reset")).code).toBe(0);
  expect((await machine.run("order", "73152871", "--sandbox")).code).toBe(0);
});

test("sandbox reset removes what an earlier version left, and needs nothing to be there", async () => {
  const machine = machineFor();
  const folder = join(machine.folders.data, "sandbox");
  expect((await machine.run("sandbox", "reset")).code).toBe(0);
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "state.json"), "{}");
  expect((await machine.run("sandbox", "reset")).code).toBe(0);
  expect(readdirSync(folder)).toEqual(["shop.db"]);
});

test("sandbox serves both APIs until it is stopped, and prints how to use them", async () => {
  const machine = machineFor();
  const running = machine.start("sandbox");
  await running.says("Serving");
  running.stop();
  const { code, out, err } = await running.ended;
  expect(code).toBe(0);
  expect(out).toMatch(/^export REFUND_RPC_URL='http:\/\/127\.0\.0\.1:\d+\/rpc\/6\.0\/'$/m);
  expect(out.trimEnd().split("\n")).toHaveLength(7);
  expect(err).toContain("73152871");
});
