import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { write } from "../support/settings.ts";
import { issued, shopFor } from "../support/sandbox.ts";

const closing = ["--reason", "Other", "--yes", "--json"];
const number = " #\u00a073152871\u200b\n";

describe("a number that was pasted with what stood around it:", () => {
  test.each([
    [["total", number, ...closing]],
    [["partial", number, "--amount", "1", ...closing]],
    [["lineitem", "SEAT", "--order", number, ...closing]],
  ])("%j", async (argv) => {
    const { machine, sandbox } = await shopFor();
    expect(outcomeOf(await machine.run(...argv))).toMatchObject({ code: 0 });
    expect(issued(sandbox)[0]).toBe("73152871");
    const { attempt } = outcomeOf(await machine.run(...argv));
    expect(attempt).toBeNull();
  });

  test("order, history", async () => {
    const { machine } = await shopFor();
    const { attempt } = outcomeOf(await machine.run("total", "73152871", ...closing));
    expect((await machine.run("order", number)).code).toBe(0);
    expect((await machine.run("history", number)).out).toContain("73152871");
    const id = `\u200b ${String(attempt).toLowerCase()}\u00a0`;
    expect((await machine.run("history", id)).out).toContain(String(attempt));
    expect((await machine.run("reconcile", id)).err).toContain("already settled: accepted");
    const again = ["total", "73152871", ...closing, "--again", id, "--dry-run"];
    expect(outcomeOf(await machine.run(...again)).error?.code).not.toBe("usage");
  });

  test("a legacy line item", async () => {
    const { machine, sandbox } = await shopFor();
    const argv = ["lineitem", "#1234567890 ", "--legacy", "--category", "16", "--yes"];
    expect((await machine.run(...argv)).code).toBe(0);
    expect(sandbox.ledger()).toMatchObject([{ lineItemId: "1234567890" }]);
  });

  test("at a question", async () => {
    const { machine, sandbox } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
    const running = machine.start("total", "--reason", "Other", "--yes");
    await running.says("Order number:");
    running.type("#73152871\u00a0\r");
    expect(await running.ended).toMatchObject({ code: 0 });
    expect(issued(sandbox)[0]).toBe("73152871");
  });
});

describe("a reason is sent as it is configured:", () => {
  test.each([
    ["DUPLICATE purchase ", "Duplicate purchase"],
    ["other", "other"],
    ["Other", "Other"],
  ])("%j as %j", async (given, sent) => {
    const { machine, sandbox } = await shopFor();
    write(machine, "config", ".refundrc", { reasons: ["Duplicate purchase", "Other", "other"] });
    const { code } = await machine.run("total", "73152871", "--reason", given, "--yes");
    expect([0, 4]).toContain(code);
    expect(issued(sandbox)).toContain(sent);
  });

  test("two that differ by case only are ambiguous", async () => {
    const { machine, sandbox } = await shopFor();
    write(machine, "config", ".refundrc", { reasons: ["Other", "other"] });
    const { code, err } = await machine.run("total", "73152871", "--reason", "OTHER", "--yes");
    expect({ code, err }).toMatchObject({ code: 2 });
    expect(err).toContain('"Other" or "other"');
    expect(sandbox.requests()).toEqual([]);
  });
});
