import { expect, test } from "vitest";
import type { SandboxOptions } from "../../../src/sandbox/server.ts";
import type { MachineOptions } from "../../support/context.ts";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, sandboxFor, shopFor } from "../../support/sandbox.ts";

const order = "73152871";
const refund = ["total", order, "--reason", "Fraud", "--yes", "--json"];
const partial = ["partial", order, "--item", "PRO-1Y", "--reason", "Other", "--yes", "--json"];
const reconcile = ["reconcile", "--json"];
const anHour = 3_600_000;

/** A shop in which one refund has lost its answer, and its process has long ended. */
async function lost(
  kind: "drop-before" | "drop-after",
  options: SandboxOptions = {},
  argv: readonly string[] = refund,
  machineOptions: MachineOptions = {},
) {
  const method = argv.includes("--legacy") ? "refund_lineitem" : "issueRefund";
  const times = method === "refund_lineitem" ? 3 : 1;
  const shop = await shopFor(
    { faults: [{ kind, method, times }], settleAfterMs: 24 * anHour, ...options },
    machineOptions,
  );
  const outcome = outcomeOf(await shop.machine.run(...argv));
  expect(outcome).toMatchObject({ code: 7, outcome: "unknown" });
  return { ...shop, attempt: outcome.attempt ?? "" };
}

async function reconciled(machine: Awaited<ReturnType<typeof lost>>["machine"], ...more: string[]) {
  const ended = await machine.run(...reconcile, ...more);
  return { code: ended.code, ...documentOf(ended, "refund.reconcile-1") };
}

test("an attempt whose process is still at work is left alone, by --wait too", async () => {
  const { machine, sandbox } = await shopFor({}, { pausesMoveClock: true });
  sandbox.addFault({ kind: "hang-after", method: "issueRefund" });
  const running = machine.start(...refund);
  await expect.poll(() => received(sandbox, "issueRefund"), { timeout: 20_000 }).toBe(1);
  sandbox.settle();
  const { code, attempts } = await reconciled(machine);
  expect({ code, ...attempts[0] }).toMatchObject({ code: 7, outcome: "unknown" });
  expect(attempts[0]?.evidence).toContain("its process may still be running");
  const id = attempts[0]?.attempt ?? "";
  const told = await machine.run("reconcile", id, "--not-applied", "--yes");
  expect(told.code).toBe(7);
  expect(told.out).toContain("--not-applied was not recorded");
  expect(told.err).toMatch(/Wait until \d{4}-\d\d-\d\dT[0-9:.]+Z\./);
  expect(told.err).not.toContain("refund reconcile");
  const waited = await reconciled(machine, "--wait", "1");
  expect(waited).toMatchObject({ code: 7, attempts: [{ outcome: "unknown" }] });
  expect(waited.attempts[0]?.evidence).toContain("its process may still be running");
  running.stop();
  running.stop();
  await running.ended;
  expect((await reconciled(machine)).attempts).toMatchObject([{ outcome: "accepted" }]);
});

test.each(["list", "map", "total-only", "status", "negative"] as const)(
  "a total that the order shows as %s is settled as accepted by evidence",
  async (refundsShape) => {
    const { machine, sandbox, attempt } = await lost("drop-after", { refundsShape });
    sandbox.settle();
    const result = await reconciled(machine);
    expect(result).toMatchObject({ code: 0, attempts: [{ attempt, outcome: "accepted" }] });
    expect(result.attempts[0]?.evidence).toMatch(/^the order/);
    expect(await attemptsOn(machine, sandbox, order)).toMatchObject([
      { outcome: "accepted", settledBy: "evidence" },
    ]);
  },
);

test.each(["status", "null", "opaque"] as const)(
  "a partial refund that the order shows as %s stays unknown",
  async (refundsShape) => {
    const { machine, sandbox } = await lost("drop-after", { refundsShape }, partial);
    sandbox.settle();
    expect(await reconciled(machine)).toMatchObject({
      code: 7,
      attempts: [{ outcome: "unknown" }],
    });
  },
);

test("while the order shows nothing the attempt stays unknown and blocks the order", async () => {
  const { machine, attempt } = await lost("drop-before");
  expect((await reconciled(machine)).code).toBe(7);
  expect(outcomeOf(await machine.run(...refund))).toMatchObject({
    code: 5,
    error: { code: "unresolved-attempt", attempt },
  });
});

test("somebody else's refund of another amount is no evidence", async () => {
  const { machine, sandbox } = await lost("drop-before", {}, partial);
  sandbox.refundElsewhere(order, "1.00");
  sandbox.settle();
  expect((await reconciled(machine)).attempts).toMatchObject([{ outcome: "unknown" }]);
});

test("a person's word that it was not applied frees the order", async () => {
  const { machine, sandbox, attempt } = await lost("drop-before");
  expect(await reconciled(machine, attempt, "--not-applied", "--yes")).toMatchObject({
    code: 0,
    attempts: [
      {
        outcome: "not-applied",
        evidence: "said by agent@desk-7; 2Checkout has 0 refund invoices of the order",
      },
    ],
  });
  expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 0, outcome: "accepted" });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a person's word that it was accepted counts as accepted", async () => {
  const { machine, attempt } = await lost("drop-after", { refundsShape: "null" });
  expect((await reconciled(machine, attempt, "--accepted", "--yes")).code).toBe(0);
  expect(outcomeOf(await machine.run(...refund))).toMatchObject({
    error: { code: "duplicate-refund", attempt },
  });
});

test("what the order shows outweighs a person who says the contrary", async () => {
  const { machine, sandbox, attempt } = await lost("drop-after");
  sandbox.settle();
  expect(await reconciled(machine, attempt, "--not-applied", "--yes")).toMatchObject({
    attempts: [{ outcome: "accepted" }],
  });
});

test("evidence that comes later overrules a person who said it was not applied", async () => {
  const { machine, sandbox, attempt } = await lost("drop-after");
  await reconciled(machine, attempt, "--not-applied", "--yes");
  sandbox.settle();
  expect((await reconciled(machine)).attempts).toMatchObject([{ attempt, outcome: "accepted" }]);
  expect(outcomeOf(await machine.run(...refund))).toMatchObject({ code: 5 });
});

test("what a person called not applied is looked for again for a month, and later only by its name", async () => {
  const { machine, sandbox, attempt } = await lost("drop-after", { settleAfterMs: 1e12 });
  await reconciled(machine, attempt, "--not-applied", "--yes");
  const read = () => received(sandbox, "getOrder");
  machine.clock.advance(29 * 24 * anHour);
  const early = read();
  expect(await reconciled(machine)).toMatchObject({ code: 0, attempts: [] });
  expect(read()).toBe(early + 1);
  machine.clock.advance(2 * 24 * anHour);
  expect(await reconciled(machine)).toMatchObject({ code: 0, attempts: [] });
  expect(read()).toBe(early + 1);
  sandbox.settle();
  expect(await reconciled(machine, attempt)).toMatchObject({ attempts: [{ outcome: "accepted" }] });
});

test("a refund whose order shows what a person called not applied is blocked", async () => {
  const { machine, sandbox, attempt } = await lost("drop-after", { refundsShape: "map" }, partial);
  await reconciled(machine, attempt, "--not-applied", "--yes");
  sandbox.settle();
  const planned = outcomeOf(await machine.run(...partial, "--dry-run"));
  expect(planned).toMatchObject({ code: 5, error: { code: "duplicate-refund", attempt } });
  expect(await attemptsOn(machine, sandbox, order)).toMatchObject([{ outcome: "not-applied" }]);
  expect(outcomeOf(await machine.run(...partial))).toMatchObject({ code: 5, error: { attempt } });
  expect(await attemptsOn(machine, sandbox, order)).toMatchObject([{ settledBy: "evidence" }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a person's word needs an attempt, and off a terminal --yes", async () => {
  const { machine, attempt } = await lost("drop-before");
  for (const words of [["--accepted", "--yes"], [attempt, "--accepted"], ["01NONE"]]) {
    expect(outcomeOf(await machine.run(...reconcile, ...words))).toMatchObject({ code: 2 });
  }
});

test("an attempt of another account is not asked about with these credentials", async () => {
  const { machine, sandbox } = await lost("drop-after");
  const reads = received(sandbox, "getOrder");
  machine.env["REFUND_MERCHANT_CODE"] = "OTHER";
  const { code, attempts } = await reconciled(machine);
  expect({ code, evidence: attempts[0]?.evidence }).toMatchObject({
    code: 7,
    evidence: expect.stringContaining("belongs to SANDBOX") as string,
  });
  expect(received(sandbox, "getOrder")).toBe(reads);
});

const legacy = ["lineitem", "1234567890", "--legacy", "--category", "16", "--yes", "--json"];

test("a legacy attempt is asked again only when that is confirmed", async () => {
  const { machine, sandbox, attempt } = await lost("drop-after", {}, legacy);
  const asked = received(sandbox, "refund_lineitem");
  expect(await reconciled(machine)).toMatchObject({ code: 7 });
  expect(received(sandbox, "refund_lineitem")).toBe(asked);
  expect(await reconciled(machine, "--yes")).toMatchObject({
    code: 0,
    attempts: [{ attempt, lineItem: "1234567890", outcome: "accepted" }],
  });
  expect(received(sandbox, "refund_lineitem")).toBe(asked + 1);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a legacy attempt that never arrived is refunded by the confirmed repeat, once", async () => {
  const { machine, sandbox } = await lost("drop-before", {}, legacy);
  expect((await reconciled(machine, "--yes")).attempts).toMatchObject([{ outcome: "accepted" }]);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a repeat on purpose that was lost is not accepted because of the refund it repeats", async () => {
  const { machine, sandbox } = await shopFor();
  const { attempt: first } = outcomeOf(await machine.run(...legacy));
  sandbox.addFault({ kind: "drop-before", method: "refund_lineitem", times: 3 });
  const again = outcomeOf(await machine.run(...legacy, "--again", first ?? ""));
  expect(again).toMatchObject({ code: 7, outcome: "unknown" });
  machine.clock.advance(anHour);
  expect(await reconciled(machine, "--yes")).toMatchObject({
    code: 0,
    attempts: [{ attempt: again.attempt, outcome: "already-refunded" }],
  });
  expect(sandbox.ledger()).toHaveLength(1);
});

test("a refusal that rested on the order alone may be looked at again by name", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "false-after", method: "issueRefund" }],
  });
  const { attempt, outcome } = outcomeOf(await machine.run(...refund));
  expect(outcome).toBe("refused");
  const named = ["--no-input", attempt ?? ""];
  expect((await reconciled(machine, ...named)).attempts).toMatchObject([{ outcome: "refused" }]);
  sandbox.settle();
  expect((await reconciled(machine, ...named)).attempts).toMatchObject([{ outcome: "accepted" }]);
  expect(received(sandbox, "issueRefund")).toBe(1);
});

test("an attempt that the journal does not have may be one of the stand-in", async () => {
  const { machine } = await shopFor();
  const ended = await machine.run("reconcile", "01M80CQMF1AQYF14P2VDCPXTMJ");
  expect(ended).toMatchObject({ code: 2, out: "" });
  expect(ended.err).toContain("add --sandbox");
});

test("the outcome of a legacy repeat is reported although the next attempt's account is rejected", async () => {
  const { machine, sandbox, attempt: order } = await lost("drop-before");
  sandbox.addFault({ kind: "drop-before", method: "refund_lineitem", times: 3 });
  const { attempt: lineItem } = outcomeOf(await machine.run(...legacy));
  machine.clock.advance(anHour);
  machine.env["REFUND_SECRET_KEY"] = "no-longer-the-key";
  const { code, attempts } = await reconciled(machine, "--yes");
  expect({ code, attempts }).toMatchObject({
    code: 7,
    attempts: [
      { attempt: lineItem, outcome: "accepted" },
      { attempt: order, outcome: "unknown" },
    ],
  });
  expect(attempts[1]?.evidence).toContain("rejected");
  expect(sandbox.ledger()).toMatchObject([{ lineItemId: "1234567890" }]);
  // Nothing was sent by this one, so the account alone is what there is to say.
  expect(outcomeOf(await machine.run(...reconcile))).toMatchObject({
    code: 3,
    error: { code: "credentials-rejected" },
  });
});

test("a legacy repeat that comes too late to be its claim's is not sent", async () => {
  const { machine, sandbox } = await lost("drop-before", {}, legacy);
  const asked = received(sandbox, "refund_lineitem");
  machine.clock.advance(anHour);
  machine.clock.slowDown(45_000);
  expect(await reconciled(machine, "--yes")).toMatchObject({
    code: 7,
    attempts: [{ outcome: "unknown" }],
  });
  expect(received(sandbox, "refund_lineitem")).toBe(asked);
  machine.clock.slowDown(1);
  machine.clock.advance(anHour);
  expect((await reconciled(machine, "--yes")).code).toBe(0);
  expect(sandbox.ledger()).toHaveLength(1);
});

test("for people it says what to look for and what to run", async () => {
  const { machine, attempt } = await lost("drop-before");
  const { code, out, err } = await machine.run("reconcile");
  expect(code).toBe(7);
  expect(out).toMatch(new RegExp(`${attempt.slice(-6)} +${order} +UNKNOWN`));
  expect(err).toContain("a refund of 241.49 USD");
  expect(err).toContain(`refund reconcile ${attempt} --not-applied`);
});

test("without unresolved attempts there is nothing to do", async () => {
  const { machine } = await shopFor();
  expect(await machine.run("reconcile")).toEqual({
    code: 0,
    out: "No attempt is unresolved.\n",
    err: "",
  });
});

test("an attempt at another endpoint is not asked about here, whatever the account", async () => {
  const { machine, attempt } = await lost("drop-after");
  const elsewhere = await sandboxFor({ clock: machine.clock.now });
  machine.env["REFUND_RPC_URL"] = elsewhere.rpcUrl;
  const { code, attempts } = await reconciled(machine, attempt);
  expect({ code, ...attempts[0] }).toMatchObject({ code: 7, outcome: "unknown" });
  expect(attempts[0]?.evidence).toContain("it belongs to");
  expect(received(elsewhere, "getOrder")).toBe(0);
  const told = outcomeOf(await machine.run(...reconcile, attempt, "--not-applied", "--yes"));
  expect(told).toMatchObject({ code: 2, error: { code: "usage" } });
});

test("who confirms a legacy repeat while another process makes it sends nothing", async () => {
  const { machine, sandbox } = await lost("drop-before", {}, legacy, {
    terminal: { stdin: true, stderr: true },
  });
  machine.clock.advance(anHour);
  const asked = machine.start("reconcile", "--json");
  await asked.says("once more?");
  const sent = received(sandbox, "refund_lineitem");
  sandbox.addFault({ kind: "hang-before", method: "refund_lineitem" });
  const other = machine.start(...reconcile, "--yes", "--no-input");
  await expect.poll(() => received(sandbox, "refund_lineitem"), { timeout: 20_000 }).toBe(sent + 1);
  asked.type("y\n");
  await asked.says("another process is asking about it");
  asked.stop();
  await asked.ended;
  expect(received(sandbox, "refund_lineitem")).toBe(sent + 1);
  // Nor does anybody who comes later, as long as the answer may come.
  machine.clock.advance(100_000);
  expect((await reconciled(machine, "--yes", "--no-input")).attempts[0]?.evidence).toContain(
    "its process may still be running",
  );
  expect(received(sandbox, "refund_lineitem")).toBe(sent + 1);
  other.stop();
  other.stop();
  await other.ended;
});

test("the keychain is asked once, however many attempts there are", async () => {
  const orders = ["73152871", "73152878", "73152880", "73152884"];
  const faults = [{ kind: "drop-before", method: "issueRefund", times: orders.length }] as const;
  const { machine, sandbox } = await shopFor({ faults: [...faults], settleAfterMs: 1e12 });
  for (const refno of orders) {
    await machine.run("total", refno, "--reason", "Fraud", "--yes", "--json");
  }
  machine.clock.advance(anHour);
  delete machine.env["REFUND_MERCHANT_CODE"];
  delete machine.env["REFUND_SECRET_KEY"];
  const login = machine.start("login", "--stdin");
  login.pipe(`${sandbox.merchantCode}\n${sandbox.secretKey}\n`);
  expect((await login.ended).code).toBe(0);
  machine.keychain.looked.splice(0);
  const { attempts } = await reconciled(machine);
  expect(attempts).toHaveLength(orders.length);
  expect(machine.keychain.looked).toEqual([`rpc6 ${new URL(sandbox.rpcUrl).origin}`]);
});
