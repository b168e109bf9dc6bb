import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { relayedShop, type WireOrder } from "../support/relay.ts";
import { received } from "../support/sandbox.ts";

const closing = ["--reason", "Other", "--yes", "--json", "--skip-checks"];

/** After the refund of some money the order and its lines read so much less. */
function net(refunded: number, line: string | null) {
  return (order: WireOrder) => {
    order.GrossDiscountedPrice -= refunded;
    for (const { Code, Price } of order.Items) {
      if (Code === line || line === null) Price.GrossDiscountedPrice = 0;
    }
  };
}

function negative(order: WireOrder): void {
  order.GrossDiscountedPrice *= -1;
  for (const { Price } of order.Items) Price.GrossDiscountedPrice *= -1;
}

const total = ["total", "73152871"];
const allLines = ["PRO-1Y", "SEAT", "SUPPORT-GOLD", "SHIPPING_GENERIC_PRODUCT"];
const everyLine = ["partial", "73152871", ...allLines.flatMap((code) => ["--item", code])];
const wholeAmount = ["partial", "73152871", "--amount", "241.49"];
const seat = ["lineitem", "SEAT", "--order", "73152871"];
const seats = ["partial", "73152871", "--item", "SEAT:3"];
const seatPriced = ["partial", "73152871", "--item", "SEAT:3:100.00", "--amount", "100.00"];

describe("--skip-checks does not get past the guard", () => {
  test.each<readonly [string, string[], (order: WireOrder) => void, string[]]>([
    ["the whole amount after a total, read net", total, net(241.49, null), wholeAmount],
    ["every line after a total, read net", total, net(241.49, null), everyLine],
    ["every line after a total, read as negative", total, negative, everyLine],
    ["a total after every line, read net", everyLine, net(241.49, null), total],
    ["a line after itself, read net", seat, net(100, "SEAT"), seats],
    ["a priced line after itself, read net", seats, net(100, "SEAT"), seatPriced],
    ["a line after itself, read as negative", seatPriced, negative, seat],
    [
      "a line that costs what is left, read net",
      seat,
      (order) => (order.GrossDiscountedPrice = 100),
      seatPriced,
    ],
    [
      "a line that has lost its reference",
      seat,
      (order) => {
        for (const line of order.Items) Object.assign(line, { LineItemReference: null });
      },
      seats,
    ],
  ])("with %s", async (_, first, change, again) => {
    const { machine, sandbox, relay } = await relayedShop({ settleAfterMs: 0 });
    const { attempt, code } = outcomeOf(await machine.run(...first, ...closing));
    expect(code).toBe(0);
    relay.orders(change);
    expect(outcomeOf(await machine.run(...again, ...closing))).toMatchObject({
      code: 5,
      outcome: "blocked",
      error: { code: "duplicate-refund", attempt },
    });
    expect(received(sandbox, "issueRefund")).toBe(1);
  });
});

test("what is left of an order that reads net is not taken off twice", async () => {
  const { machine, relay } = await relayedShop({ settleAfterMs: 0 });
  expect((await machine.run(...seat, ...closing)).code).toBe(0);
  relay.orders(net(100, "SEAT"));
  const document = outcomeOf(await machine.run(...total, "--reason", "Other", "--yes", "--json"));
  expect(document).toMatchObject({ code: 0, refund: { amount: "141.49" } });
  expect(document.order).toMatchObject({ paid: "241.49" });
});
