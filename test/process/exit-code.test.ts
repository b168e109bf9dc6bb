import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { type Desk, deskFor, deskWithShop } from "../support/program.ts";
import { runProcess } from "../support/process.ts";
import { received } from "../support/sandbox.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes"];

/** The same command line for people and for scripts, each at a desk of its own. */
async function inBothForms(deskOf: () => Promise<Desk>, ...argv: readonly string[]) {
  const text = (await deskOf()).run(...argv);
  const json = (await deskOf()).run(...argv, "--json");
  const { code, out, err, signal } = await text;
  expect(signal).toBeNull();
  return { code, out, err, document: outcomeOf(await json) };
}

async function deskAtShop(change: (desk: Desk) => void = () => undefined): Promise<Desk> {
  const { desk } = await deskWithShop();
  change(desk);
  return desk;
}

test("0: an accepted refund is a sentence on stdout, or a document", async () => {
  const { code, out, err, document } = await inBothForms(() => deskAtShop(), ...total);
  expect(code).toBe(0);
  expect(out).toMatch(/^Accepted: .*\n$/);
  expect(err).toContain("This refund: 241.49 USD (total)");
  expect(document).toMatchObject({ code: 0, outcome: "accepted", error: null });
});

test("1: a journal that cannot be used stops the run", async () => {
  const desk = () =>
    deskAtShop(({ home, env }) => {
      writeFileSync(join(home, "taken"), "");
      env["REFUND_JOURNAL"] = join(home, "taken", "journal.db");
    });
  const { code, out, err, document } = await inBothForms(desk, ...total);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toContain("nothing was sent");
  expect(document).toMatchObject({ code: 1, error: { code: "journal-unavailable" } });
});

test("2: a missing flag is named", async () => {
  const desk = () => Promise.resolve(deskFor());
  const { code, out, err, document } = await inBothForms(desk, "total", "73152871", "--yes");
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain("--reason");
  expect(document).toMatchObject({ code: 2, outcome: "failed", error: { code: "usage" } });
});

test.each([["--sooner", "total", "73152871"], ["--sooner"]])(
  "2: %s, which does not exist, with the page that tells what does",
  async (...words) => {
    const [option = "", ...command] = words;
    const { code, err } = await deskFor().run(...command, option);
    expect(code).toBe(2);
    expect(err).toContain(`Unknown option '${option}'`);
    expect(err).toContain(`See: refund ${[...command.slice(0, 1), "--help"].join(" ")}\n`);
  },
);

test("3: missing credentials are named", async () => {
  const { code, out, err, document } = await inBothForms(
    () => Promise.resolve(deskFor()),
    ...total,
  );
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("REFUND_SECRET_KEY");
  expect(document).toMatchObject({ code: 3, error: { code: "credentials-missing" } });
});

test("4: an order that cannot be refunded is refused", async () => {
  const argv = ["total", "73152874", "--reason", "Other", "--yes"];
  const { code, out, err, document } = await inBothForms(() => deskAtShop(), ...argv);
  expect({ code, out }).toEqual({ code: 4, out: "" });
  expect(err).toContain("Refused, no money moved: Order 73152874 is PENDING");
  expect(document).toMatchObject({ code: 4, error: { code: "order-not-complete" } });
});

test("7, then 5: a lost answer leaves an attempt that blocks the order", async () => {
  const { desk, sandbox } = await deskWithShop();
  sandbox.addFault({ kind: "drop-before", method: "issueRefund" });
  const { code, out, err } = await desk.run(...total);
  expect({ code, out }).toEqual({ code: 7, out: "" });
  expect(err).toContain("refund reconcile");
  const second = await desk.run(...total);
  expect(second).toMatchObject({ code: 5, out: "" });
  expect(second.err).toContain("Blocked, nothing was sent");
  const third = await desk.run(...total, "--json");
  expect(outcomeOf(third)).toMatchObject({ code: 5, error: { code: "unresolved-attempt" } });
  expect(received(sandbox, "issueRefund")).toBe(1);
}, 120_000);

test("6: an API that nobody listens at was not reached", async () => {
  const desk = async () => {
    const { desk, sandbox } = await deskWithShop();
    await sandbox.stop();
    return desk;
  };
  const { code, out, err, document } = await inBothForms(desk, ...total);
  expect({ code, out }).toEqual({ code: 6, out: "" });
  expect(err).toContain("safe to run it again");
  expect(document).toMatchObject({ code: 6, outcome: "not-sent", error: { code: "unreachable" } });
});

test.each([
  ["stops waiting for anything", "new Promise(() => {})"],
  ["fails while it tells its outcome", "Promise.reject(new Error('no words'))"],
  [
    "has a fault beside what it waits for",
    "new Promise(() => setTimeout(() => { throw new Error('no words') }))",
  ],
  ["leaves a failure unheard", "new Promise(() => void Promise.reject(new Error('no words')))"],
])("7: a run that %s", async (_what, end) => {
  const { home, env } = deskFor();
  cpSync("bin", join(home, "bin"), { recursive: true });
  mkdirSync(join(home, "dist"));
  const bundle = `Object.assign(exports, { main: () => ${end}, processContext: () => ({ folders: {} }), keepCompiledCode() {} });`;
  writeFileSync(join(home, "dist", "refund.js"), bundle);
  const argv = [join(home, "bin", "refund.js"), ...total];
  const { code, out, err } = await runProcess(process.execPath, argv, { env });
  expect({ code, out }).toEqual({ code: 7, out: "" });
  expect(err).toContain("refund reconcile");
});
