import { describe, expect, test } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";
import type { Machine } from "../support/context.ts";
import { documentOf, outcomeOf } from "../support/document.ts";
import { scriptedShop } from "../support/scripted.ts";

const order = "73152899";
const total = ["total", order, "--reason", "Other", "--yes", "--json"];
const day = 86_400_000;
const done = { executed: true, body: '{"jsonrpc":"2.0",{id},"result":true}' } as const;
const lost = { executed: false, body: null } as const;

function listed(id: string, status: string) {
  return { RefundId: id, Amount: "40.00", Status: status };
}

/** A shop whose order reads as the test says, where a refund was accepted and then withdrawn. */
async function withdrawnRefund(second: typeof done | typeof lost) {
  const reads: { changed: object } = { changed: { Refunds: null } };
  const shop = await scriptedShop([done, second], {
    settleAfterMs: 100 * day,
    order: (result) => ({ ...result, ...reads.changed }),
  });
  const { machine } = shop;
  const { attempt } = outcomeOf(await machine.run(...total));
  expect((await machine.run("cancel", order, "--yes")).code).toBe(0);
  expect(await standing(machine, attempt)).toMatchObject({ outcome: "withdrawn" });
  return { machine, withdrawn: attempt ?? "", reads };
}

async function standing({ journal: path }: Machine, attempt: string | null | undefined) {
  const journal = await openJournal(path);
  try {
    return await journal.find(parseAttemptId(attempt ?? ""));
  } finally {
    await journal.close();
  }
}

describe("a refund that was withdrawn, made anew, and paid out after all", () => {
  const refresh = ["status", "--refresh"];
  const reconcile = ["reconcile"];

  /** The second one has been seen paid out, so nothing waits any more. */
  async function bothPaid() {
    const shop = await withdrawnRefund(done);
    const { machine, reads } = shop;
    expect(outcomeOf(await machine.run(...total))).toMatchObject({ outcome: "accepted" });
    reads.changed = { Refunds: null, Status: "REFUND" };
    await machine.run(...refresh);
    const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
    expect(status.unprocessed).toEqual([]);
    reads.changed = {
      Status: "REFUND",
      Refunds: [listed("5", "COMPLETED"), listed("6", "COMPLETED")],
    };
    return shop;
  }

  test.each([[refresh], [reconcile]])("is found and named as paid twice by %j", async (argv) => {
    const { machine, withdrawn } = await bothPaid();
    machine.clock.advance(59 * day);
    expect((await machine.run(...argv)).code).toBe(0);
    const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
    expect(status.paidTwice).toMatchObject([{ attempt: withdrawn, outcome: "accepted" }]);
  });

  test("is not asked about for ever", async () => {
    const { machine, withdrawn } = await bothPaid();
    machine.clock.advance(61 * day);
    for (const argv of [refresh, reconcile]) await machine.run(...argv);
    expect(await standing(machine, withdrawn)).toMatchObject({ outcome: "withdrawn" });
  });
});

describe("an entry that the order listed as cancelled before a refund whose answer was lost", () => {
  async function lostAfterCancelled() {
    const shop = await withdrawnRefund(lost);
    shop.reads.changed = { Refunds: [listed("5", "CANCELLED")] };
    const { attempt, code } = outcomeOf(await shop.machine.run(...total));
    expect(code).toBe(7);
    shop.machine.clock.advance(day / 24);
    return { ...shop, unknown: attempt ?? "" };
  }

  test("is no new refund when it reads otherwise later: it is the one that was withdrawn", async () => {
    const { machine, reads, withdrawn, unknown } = await lostAfterCancelled();
    reads.changed = { Refunds: [listed("5", "COMPLETED")] };
    expect((await machine.run("reconcile")).code).toBe(7);
    expect(await standing(machine, unknown)).toMatchObject({ outcome: null });
    expect(await standing(machine, withdrawn)).toMatchObject({ outcome: "accepted" });
    // Nobody knows yet whether the other one was made.
    const status = documentOf(await machine.run("status", "--json"), "refund.status-1");
    expect(status.paidTwice).toEqual([]);
  });

  test("does not hide a refund that is new", async () => {
    const { machine, reads, withdrawn, unknown } = await lostAfterCancelled();
    reads.changed = { Refunds: [listed("5", "CANCELLED"), listed("6", "COMPLETED")] };
    expect((await machine.run("reconcile")).code).toBe(0);
    expect(await standing(machine, unknown)).toMatchObject({ outcome: "accepted" });
    expect(await standing(machine, withdrawn)).toMatchObject({ outcome: "withdrawn" });
  });
});

/** A refund whose answer was lost, of which a person said that it was not applied. */
async function notAppliedRefund(second: typeof lost) {
  const reads: { changed: object } = { changed: { Refunds: null } };
  const { machine } = await scriptedShop([lost, second], {
    settleAfterMs: 100 * day,
    order: (result) => ({ ...result, ...reads.changed }),
  });
  const { attempt } = outcomeOf(await machine.run(...total));
  machine.clock.advance(day / 24);
  const said = await machine.run("reconcile", attempt ?? "", "--not-applied", "--yes");
  expect(said.code).toBe(0);
  return { machine, saidNotToBe: attempt ?? "", reads };
}

describe.each(["withdrawn", "not-applied"] as const)(
  "a refund that was said to be %s, and a later one that is open",
  (outcome) => {
    async function lostAfter() {
      const { machine, saidNotToBe, reads } =
        outcome === "withdrawn"
          ? await withdrawnRefund(lost).then((shop) => ({ ...shop, saidNotToBe: shop.withdrawn }))
          : await notAppliedRefund(lost);
      expect(await standing(machine, saidNotToBe)).toMatchObject({ outcome });
      const { attempt, code } = outcomeOf(await machine.run(...total));
      expect(code).toBe(7);
      machine.clock.advance(day / 24);
      return { machine, reads, saidNotToBe, open: attempt ?? "" };
    }

    test.each([
      [0, ["status", "--refresh"]],
      [0, ["order", order]],
      [5, total],
      [0, ["reconcile"]],
    ])("give the one that the order shows to the open one (%i, %j)", async (code, argv) => {
      const { machine, reads, saidNotToBe, open } = await lostAfter();
      reads.changed = { Refunds: [listed("5", "COMPLETED")] };
      expect((await machine.run(...argv)).code).toBe(code);
      expect(await standing(machine, saidNotToBe)).toMatchObject({ outcome });
      await machine.run("reconcile");
      expect(await standing(machine, open)).toMatchObject({ outcome: "accepted" });
      expect(await standing(machine, saidNotToBe)).toMatchObject({ outcome });
    });
  },
);

test.each([[["status", "--refresh"]], [["reconcile"]]])(
  "a refund that was withdrawn and a later one that is open are both found where the order shows two (%j)",
  async (argv) => {
    const { machine, reads, withdrawn } = await withdrawnRefund(lost);
    const { attempt } = outcomeOf(await machine.run(...total));
    machine.clock.advance(day / 24);
    reads.changed = { Refunds: [listed("5", "COMPLETED"), listed("6", "COMPLETED")] };
    expect((await machine.run(...argv)).code).toBe(0);
    expect(await standing(machine, withdrawn)).toMatchObject({ outcome: "accepted" });
    await machine.run("reconcile");
    expect(await standing(machine, attempt)).toMatchObject({ outcome: "accepted" });
  },
);
