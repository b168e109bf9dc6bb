import { describe, expect, test } from "vitest";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { type Shop, shopFor } from "../../support/sandbox.ts";

const order = "73152899";
const aDay = 86_400_000;

/** A shop in which a refund was accepted and waits to be paid out. */
async function waitingRefund(): Promise<Shop & { readonly attempt: string }> {
  // Of a refund that waits the order shows nothing.
  const shop = await shopFor({ settleAfterMs: aDay });
  const argv = ["total", order, "--reason", "Other", "--yes", "--json"];
  const { attempt } = outcomeOf(await shop.machine.run(...argv));
  return { ...shop, attempt: attempt ?? "" };
}

function say({ machine, attempt }: Awaited<ReturnType<typeof waitingRefund>>, word: string) {
  return machine.run("reconcile", attempt, word, "--yes", "--json");
}

async function standing({ machine, sandbox }: Shop) {
  const attempts = await attemptsOn(machine, sandbox, order);
  return attempts
    .filter(({ kind }) => kind !== "cancel")
    .map(({ outcome, settledBy }) => [outcome, settledBy]);
}

describe("a word on another account's attempt is an error of usage, and is not recorded", () => {
  test("on an accepted refund", async () => {
    const shop = await waitingRefund();
    const { env } = shop.machine;
    const own = { ...env };
    shop.machine.env["REFUND_MERCHANT_CODE"] = "OTHER";
    const told = outcomeOf(await say(shop, "--withdrawn"));
    expect(told).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(told.error?.message).toContain("belongs to SANDBOX");
    expect(told.error?.message).toContain("--withdrawn was not recorded");
    Object.assign(env, own);
    expect(await standing(shop)).toEqual([["accepted", "answer"]]);
  });

  test("on an open cancellation", async () => {
    const shop = await waitingRefund();
    shop.sandbox.addFault({ kind: "drop-after", method: "cancelRefund" });
    const ended = await shop.machine.run("cancel", order, "--yes", "--json");
    const { cancellation } = documentOf(ended, "refund.cancellation-1");
    shop.machine.clock.advance(aDay / 24);
    shop.machine.env["REFUND_MERCHANT_CODE"] = "OTHER";
    const told = await say({ ...shop, attempt: cancellation ?? "" }, "--withdrawn");
    expect(outcomeOf(told)).toMatchObject({ code: 2, error: { code: "usage" } });
  });
});

describe("of a withdrawn refund a person may say that it was paid out", () => {
  test.each([
    ["a person", ["reconcile", "", "--withdrawn", "--yes"]],
    ["the answer to cancel", ["cancel", order, "--yes"]],
  ])("withdrawn by %s", async (_, argv) => {
    const shop = await waitingRefund();
    await shop.machine.run(...argv.map((part) => (part === "" ? shop.attempt : part)));
    expect((await standing(shop))[0]?.[0]).toBe("withdrawn");
    const told = await say(shop, "--accepted");
    expect({ code: told.code, ...documentOf(told, "refund.reconcile-1") }).toMatchObject({
      code: 0,
      attempts: [{ outcome: "accepted" }],
    });
    expect(await standing(shop)).toEqual([["accepted", "person"]]);
  });

  test("but not that it was never made", async () => {
    const shop = await waitingRefund();
    await shop.machine.run("cancel", order, "--yes");
    expect(outcomeOf(await say(shop, "--not-applied"))).toMatchObject({ code: 2 });
    expect(await standing(shop)).toEqual([["withdrawn", "answer"]]);
  });
});

describe("of an accepted refund a person may say that it was paid out", () => {
  const processed = async ({ machine, sandbox }: Shop) =>
    (await attemptsOn(machine, sandbox, order)).map((each) => each.processed?.by ?? null);

  test("which is kept, and no longer waits in status", async () => {
    const shop = await waitingRefund();
    const told = await say(shop, "--paid-out");
    expect(told.code).toBe(0);
    const [only] = documentOf(told, "refund.reconcile-1").attempts;
    expect(only?.outcome).toBe("accepted");
    expect(only?.evidence).toMatch(/^paid out, said by /);
    expect(await processed(shop)).toEqual(["person"]);
    const status = documentOf(await shop.machine.run("status", "--json"), "refund.status-1");
    expect(status.unprocessed).toEqual([]);
  });

  test("after which it can neither be cancelled nor called withdrawn, nor said again", async () => {
    const shop = await waitingRefund();
    await say(shop, "--paid-out");
    const cancelled = await shop.machine.run("cancel", order, "--yes", "--json");
    expect(documentOf(cancelled, "refund.cancellation-1").error?.code).toBe("already-paid-out");
    for (const word of ["--withdrawn", "--paid-out"]) {
      expect(outcomeOf(await say(shop, word))).toMatchObject({ code: 2 });
    }
  });

  test.each(["--withdrawn", "--not-applied"])("but not of one that is %s", async (other) => {
    const shop = await shopFor({ faults: [{ kind: "drop-before", method: "issueRefund" }] });
    const argv = ["total", order, "--reason", "Other", "--yes", "--json"];
    const { attempt } = outcomeOf(await shop.machine.run(...argv));
    const named = { ...shop, attempt: attempt ?? "" };
    // Whether it was made at all is the first question.
    expect(outcomeOf(await say(named, "--paid-out"))).toMatchObject({ code: 2 });
    shop.machine.clock.advance(aDay / 24);
    await say(named, other === "--withdrawn" ? "--accepted" : other);
    if (other === "--withdrawn") await say(named, other);
    expect(outcomeOf(await say(named, "--paid-out"))).toMatchObject({ code: 2 });
    expect(await processed(shop)).toEqual([null]);
  });

  test("not without a name, and only together with no other word", async () => {
    const { machine } = await waitingRefund();
    expect(
      outcomeOf(await machine.run("reconcile", "--paid-out", "--yes", "--json")),
    ).toMatchObject({ code: 2 });
    const both = ["reconcile", "ABCDEF1", "--paid-out", "--accepted", "--yes", "--json"];
    expect(outcomeOf(await machine.run(...both))).toMatchObject({ code: 2 });
  });
});

test("a word that evidence outweighs is not dropped in silence", async () => {
  const { machine } = await shopFor({
    settleAfterMs: aDay / 24,
    faults: [{ kind: "drop-after", method: "issueRefund" }],
  });
  const argv = ["total", order, "--reason", "Other", "--yes", "--json"];
  const { attempt } = outcomeOf(await machine.run(...argv));
  machine.clock.advance(aDay);
  const said = ["reconcile", attempt ?? "", "--not-applied", "--yes", "--json"];
  const [only] = documentOf(await machine.run(...said), "refund.reconcile-1").attempts;
  expect(only?.outcome).toBe("accepted");
  expect(only?.evidence).toContain("--not-applied was not recorded");
});

test("a word that does not outweigh what an attempt rests on is an error of usage", async () => {
  const { machine, sandbox } = await shopFor({
    faults: [{ kind: "false-before", method: "issueRefund" }],
  });
  const argv = ["total", order, "--reason", "Other", "--yes", "--json"];
  const { attempt } = outcomeOf(await machine.run(...argv));
  machine.clock.advance(aDay / 24);
  const told = outcomeOf(
    await machine.run("reconcile", attempt ?? "", "--not-applied", "--yes", "--json"),
  );
  expect(told).toMatchObject({ code: 2, error: { code: "usage" } });
  expect(told.error?.message).toContain("stays refused");
  expect((await attemptsOn(machine, sandbox, order))[0]).toMatchObject({ outcome: "refused" });
});
