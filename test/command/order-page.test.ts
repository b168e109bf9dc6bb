import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { MachineOptions } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { shopFor } from "../support/sandbox.ts";

const order = "73152871";
const page = `https://panel.example/orders/${order}`;
const atTerminal: MachineOptions = {
  terminal: { stdin: true, stdout: true, stderr: true, columns: 100 },
};
/** As a terminal is told a link. */
const link = `\u001b]8;;${page}\u001b\\${order}\u001b]8;;\u001b\\`;

async function shopWithPage(orderPage: string, options: MachineOptions = atTerminal) {
  const shop = await shopFor({ faults: [{ kind: "drop-before", method: "issueRefund" }] }, options);
  const path = join(shop.machine.folders.config, "settings.json");
  writeFileSync(path, JSON.stringify({ orderPage }), { mode: 0o600 });
  shop.machine.env["REFUND_CONFIG"] = path;
  shop.machine.env["TERM"] = "xterm-256color";
  shop.machine.env["TERM_PROGRAM"] = "WezTerm";
  return shop;
}

describe("an order's number", () => {
  test("is a link where the terminal can show one, in the order and in the preview", async () => {
    const { machine } = await shopWithPage("https://panel.example/orders/{refNo}");
    const shown = await machine.run("order", order);
    expect(shown.out).toContain(link);
    const planned = await machine.run("total", order, "--reason", "Other", "--yes", "--dry-run");
    expect(planned.err).toContain(link);
  });

  test.each([
    ["in a pipe", {}, {}],
    ["where nobody knows whether it can", atTerminal, { TERM_PROGRAM: "" }],
    ["in tmux", atTerminal, { TERM: "tmux-256color" }],
    ["on a dumb terminal", atTerminal, { TERM: "dumb" }],
    ["for a screen reader", atTerminal, { REFUND_ACCESSIBLE: "1" }],
    ["where the user wants none", atTerminal, { FORCE_HYPERLINK: "0" }],
  ])("is none %s", async (_, options, env) => {
    const { machine } = await shopWithPage("https://panel.example/orders/{refNo}", options);
    Object.assign(machine.env, env);
    const { out } = await machine.run("order", order);
    expect(out).toContain(order);
    expect(out).not.toContain("\u001b]8");
  });
});

describe("--web", () => {
  test("opens an order's page and asks 2Checkout nothing", async () => {
    const { machine, sandbox } = await shopWithPage("https://panel.example/orders/{refNo}");
    const { code, err } = await machine.run("order", order, "--web");
    expect({ code, opened: machine.opened }).toEqual({ code: 0, opened: [page] });
    expect(err).toContain(`Opening ${page}`);
    expect(sandbox.requests()).toEqual([]);
  });

  test("opens it before a person is asked what it shows", async () => {
    const { machine } = await shopWithPage("https://panel.example/orders/{refNo}");
    machine.env["TERM"] = "dumb";
    await machine.run("total", order, "--reason", "Other", "--yes");
    machine.clock.advance(120_000);
    const told = await machine.run("reconcile", "--json", "--no-input");
    expect(machine.opened).toEqual([]);
    expect(told.code).toBe(7);
    const running = machine.start("reconcile", "--web");
    await running.says("What does the control panel show?");
    expect(machine.opened).toEqual([page]);
    running.type("1\n");
    const ended = await running.ended;
    expect(ended.code).toBe(7);
    expect(ended.err).toContain(`refund order ${order} --web`);
  });

  test.each([
    [["order", order, "--web"], 3, "orderPage"],
    [["order", order, "--web", "--sandbox"], 2, "stand-in"],
    [["reconcile", "--web"], 3, "orderPage"],
  ])("without a page says what is needed: %j", async (argv, code, words) => {
    const { machine } = await shopFor({}, atTerminal);
    const ended = await machine.run(...argv);
    expect(ended.code).toBe(code);
    expect(ended.err).toContain(words);
    expect(machine.opened).toEqual([]);
  });

  test("is a usage error with --json, and of reconcile without a terminal", async () => {
    const { machine } = await shopWithPage("https://panel.example/orders/{refNo}", {});
    expect(outcomeOf(await machine.run("order", order, "--web", "--json")).code).toBe(2);
    expect(outcomeOf(await machine.run("reconcile", "--web", "--json")).code).toBe(2);
    expect(machine.opened).toEqual([]);
  });
});

test.each(["http://panel.example/{refNo}", "https://panel.example/", "https://{refNo}.example/"])(
  "%s is a wrong setting, and the error says what is expected",
  async (orderPage) => {
    const { machine, sandbox } = await shopWithPage(orderPage);
    const { code, err } = await machine.run("order", order);
    expect(code).toBe(3);
    expect(err).toContain("orderPage: expected an https address with {refNo} once behind the host");
    expect(sandbox.requests()).toEqual([]);
  },
);

test("a settings file in the working folder may not set it", async () => {
  const { machine } = await shopFor();
  writeFileSync(join(machine.cwd, ".refundrc"), "orderPage: https://evil.example/{refNo}\n");
  const { code, err } = await machine.run("order", order);
  expect(code).toBe(3);
  expect(err).toContain('may not set "orderPage"');
});
