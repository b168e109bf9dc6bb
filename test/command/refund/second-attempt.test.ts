import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import type { Running } from "../../support/context.ts";
import { outcomeOf } from "../../support/document.ts";
import { attemptsOn } from "../../support/journal.ts";
import { received, type Shop, shopFor } from "../../support/sandbox.ts";
import { type Reply, scriptedShop } from "../../support/scripted.ts";

const closing = ["--reason", "Other", "--yes", "--json"];
const part = ["partial", "73152871", "--amount", "29.99", ...closing];

/** A refund whose request did nothing (429); before it would be made again, something happens. */
async function afterPause(meanwhile: (shop: Shop, running: Running) => unknown) {
  const faults = [{ kind: "429", method: "issueRefund" }] as const;
  const shop: Shop = await shopFor(
    { settleAfterMs: 0, faults },
    { onPause: () => meanwhile(shop, running) },
  );
  const running = shop.machine.start(...part);
  return { ...shop, document: outcomeOf(await running.ended) };
}

test.each<readonly [string, (shop: Shop, running: Running) => unknown]>([
  [
    "the user stops it",
    (_shop, running) => {
      running.stop();
    },
  ],
  [
    "the machine sleeps",
    ({ machine }) => {
      machine.clock.advance(60_000);
    },
  ],
  [
    "the machine sleeps and its clock is set back",
    ({ machine }) => {
      machine.clock.advance(60_000);
      machine.clock.set(-3_600_000);
    },
  ],
])("no second request follows a 429 when in the pause %s", async (_what, meanwhile) => {
  const { document, sandbox } = await afterPause(meanwhile);
  expect(document).toMatchObject({
    code: 6,
    outcome: "not-sent",
    error: { code: "too-many-requests" },
  });
  expect(received(sandbox, "issueRefund")).toBe(1);
  expect(sandbox.ledger()).toEqual([]);
});

test("no second request follows a 429 when another process refunds the order in the pause", async () => {
  const other = ["partial", "73152871", "--item", "SEAT:1", ...closing];
  const { document, machine, sandbox } = await afterPause(({ machine }) => machine.run(...other));
  expect(document).toMatchObject({ code: 6, outcome: "not-sent" });
  expect(sandbox.ledger()).toMatchObject([{ items: [{ productCode: "SEAT" }] }]);
  const attempts = await attemptsOn(machine, sandbox, "73152871");
  expect(attempts.map(({ outcome }) => outcome)).toEqual(["accepted", "not-sent"]);
});

test("no second request follows a 429 if the journal is gone after the pause, and the first outcome stays", async () => {
  const { document, sandbox } = await afterPause(({ machine }) => {
    rmSync(machine.journal);
  });
  expect(document).toMatchObject({ code: 6, outcome: "not-sent" });
  expect(received(sandbox, "issueRefund")).toBe(1);
  expect(sandbox.ledger()).toEqual([]);
});

/** The order as its second reading shows it. */
function reread(change: (result: object) => object) {
  let reads = 0;
  return (result: object) => (++reads < 2 ? result : change(result));
}

const tooMany: Reply = { executed: false, status: 429, body: "" };
const undocumented: Reply = {
  executed: false,
  body: '{"jsonrpc":"2.0",{id},"error":{"code":55999,"message":"Something else"}}',
};

test.each<readonly [string, Reply, (result: object) => object, object]>([
  [
    "a 429, the order being another then",
    tooMany,
    (result) => ({ ...result, Refunds: [{ Amount: 1 }] }),
    { code: 6, outcome: "not-sent" },
  ],
  ["a 429, the order being unreadable then", tooMany, () => [], { code: 6, outcome: "not-sent" }],
  [
    "a 429 that asks for a wait of a minute, which is the user's to decide",
    { ...tooMany, headers: { "retry-after": "60" } },
    (result) => result,
    { code: 6, outcome: "not-sent", error: { code: "too-many-requests" } },
  ],
  [
    "an undocumented error, and it is unknown, the order being another then",
    undocumented,
    (result) => ({ ...result, Refunds: [{ Amount: 1 }] }),
    { code: 7, outcome: "unknown" },
  ],
])("no second request follows %s", async (_what, reply, change, end) => {
  const { machine, sandbox } = await scriptedShop([reply], { order: reread(change) });
  expect(outcomeOf(await machine.run(...part))).toMatchObject(end);
  expect(sandbox.ledger()).toEqual([]);
  expect(received(sandbox, "issueRefund")).toBe(0);
});
