import { expect, test } from "vitest";
import type { Reading } from "../../../src/api/contract.ts";
import type { Order } from "../../../src/domain/order.ts";
import type { OrderNumber } from "../../../src/domain/order-number.ts";
import { ordersAtATime, readAhead } from "../../../src/command/reconcile/orders-ahead.ts";
import { order } from "../../domain/build.ts";
import { orderNumber } from "../../support/named.ts";

const numbers = Array.from({ length: 20 }, (_, at) => orderNumber(String(70_000_000 + at)));

/** A reader whose answers come when the test says so, and a clock that the test moves. */
function slowReader() {
  const begun: OrderNumber[] = [];
  const answers: ((reading: Reading<Order>) => void)[] = [];
  const refusals: ((error: Error) => void)[] = [];
  const counted: OrderNumber[] = [];
  let time = 0;
  const stop = new AbortController();
  const reader = readAhead(
    {
      order: (number) => {
        begun.push(number);
        return new Promise((resolve, reject) => {
          answers.push(resolve);
          refusals.push(reject);
        });
      },
      invoices: (number) => {
        counted.push(number);
        return Promise.resolve(1);
      },
    },
    numbers,
    { stop: stop.signal, clocks: { now: () => time, uptime: () => time } },
  );
  const answer = async (count: number) => {
    for (const resolve of answers.splice(0, count)) resolve({ tag: "read", value: order() });
    refusals.splice(0, count);
    await new Promise((done) => setTimeout(done, 5));
  };
  return {
    reader,
    begun,
    counted,
    answer,
    refuse: () => refusals.shift()?.(new Error("rejected")),
    stop: () => {
      stop.abort();
    },
    pass: (ms: number) => {
      time += ms;
    },
  };
}

test("several orders are read at once, and no more than that", async () => {
  const { begun, answer } = slowReader();
  expect(begun).toEqual(numbers.slice(0, ordersAtATime));
  await answer(1);
  expect(begun).toEqual(numbers.slice(0, ordersAtATime + 1));
});

test("nothing is read far ahead of who asks, who may be waiting for a person", async () => {
  const { begun, answer, reader } = slowReader();
  for (let round = 0; round < 10; round++) await answer(ordersAtATime);
  expect(begun).toHaveLength(2 * ordersAtATime);
  for (const number of numbers.slice(0, 3)) await reader.order(number);
  expect(begun).toHaveLength(2 * ordersAtATime + 3);
});

test("each order is read once, with its invoices, however often it is asked about at one time", async () => {
  const { begun, counted, answer, reader } = slowReader();
  const [first = orderNumber("1")] = numbers;
  await answer(1);
  await reader.order(first);
  await reader.order(first);
  expect(await reader.invoices(first)).toBe(1);
  expect([begun, counted].map((all) => all.filter((each) => each === first).length)).toEqual([
    1, 1,
  ]);
});

test("what was read too long ago is read again", async () => {
  const { begun, answer, reader, pass } = slowReader();
  const [first = orderNumber("1")] = numbers;
  await answer(1);
  pass(31_000);
  void reader.order(first);
  expect(begun.filter((each) => each === first)).toHaveLength(2);
});

test("after Ctrl-C nothing more is begun", async () => {
  const { begun, answer, stop } = slowReader();
  stop();
  await answer(ordersAtATime);
  expect(begun).toHaveLength(ordersAtATime);
});

test("who asks hears of a rejected account, and nothing more is begun with it", async () => {
  const { begun, refuse, reader, answer } = slowReader();
  const [first = orderNumber("1")] = numbers;
  refuse();
  await expect(reader.order(first)).rejects.toThrow("rejected");
  await answer(3);
  expect(begun).toHaveLength(ordersAtATime);
});
