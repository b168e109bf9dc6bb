import { expect, test } from "vitest";
import { createGate } from "../../../src/command/batch/gate.ts";
import type { Answer } from "../../../src/transport/exchange.ts";

/** A gate whose sleeping moves its clock. */
function gateFor(rate: number | null = null) {
  const stop = new AbortController();
  const over = new AbortController();
  let time = 0;
  const timers: { at: number; ring: () => void }[] = [];
  const sleep = (ms: number, until?: AbortSignal) => {
    const end = time + ms;
    for (const { at, ring } of timers) {
      if (until?.aborted === true || at > end) continue;
      time = Math.max(time, at);
      ring();
    }
    if (until?.aborted !== true) time = end;
    return Promise.resolve();
  };
  const signals = { stop: stop.signal, over: over.signal };
  const gate = createGate({
    rate,
    clocks: { now: () => time, uptime: () => time },
    sleep,
    ...signals,
  });
  /** A signal that is aborted at that time. */
  const abortedAt = (at: number): AbortSignal => {
    const timer = new AbortController();
    timers.push({
      at,
      ring: () => {
        timer.abort();
      },
    });
    return timer.signal;
  };
  return { gate, stop, over, abortedAt, time: () => time };
}

const answer = (status: number, headers: Record<string, string> = {}): Answer => ({
  tag: "response",
  status,
  headers,
  body: "",
});

test("nobody waits while nothing is wrong", async () => {
  const { gate, time } = gateFor();
  gate.heard(answer(200));
  for (let call = 0; call < 100; call++) expect(await gate.pass()).toBe(true);
  expect(time()).toBe(0);
});

test.each([429, 503])("all wait as long as an answer of %d asks", async (status) => {
  const { gate, time } = gateFor();
  gate.heard(answer(status, { "retry-after": "7" }));
  await Promise.all([gate.pass(), gate.pass()]);
  expect(time()).toBeGreaterThanOrEqual(7_000);
  expect(time()).toBeLessThan(16_000);
});

test("being told again and again makes the pauses longer", async () => {
  const { gate, time } = gateFor();
  const pauses: number[] = [];
  for (let told = 0; told < 4; told++) {
    const before = time();
    gate.heard(answer(429));
    await gate.pass();
    pauses.push(time() - before);
  }
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect(pauses.at(-1)).toBeGreaterThan(4 * (pauses[0] ?? 0));
});

test("what was under way when it was told does not count again", async () => {
  const { gate, time } = gateFor();
  for (let told = 0; told < 16; told++) gate.heard(answer(429));
  await gate.pass();
  expect(time()).toBeLessThan(2_000);
});

test("after a slowing down calls keep apart, less and less", async () => {
  const { gate, time } = gateFor();
  gate.heard(answer(429));
  await gate.pass();
  const apart = async () => {
    const before = time();
    await gate.pass();
    return time() - before;
  };
  const first = await apart();
  expect(first).toBeGreaterThan(0);
  for (let good = 0; good < 100; good++) gate.heard(answer(200));
  await apart();
  expect(await apart()).toBe(0);
});

test("a rate keeps the beginnings of rows apart", async () => {
  const { gate, time } = gateFor(10);
  for (let row = 0; row < 11; row++) await gate.beginRow();
  expect(time()).toBe(1_000);
});

test("a stop lets no more rows begin, and what is under way may pass", async () => {
  const { gate, stop, time } = gateFor();
  gate.heard(answer(429, { "retry-after": "7" }));
  stop.abort();
  expect(await gate.beginRow()).toBe(false);
  expect(time()).toBe(0);
  expect(await gate.pass()).toBe(true);
  expect(time()).toBeGreaterThanOrEqual(7_000);
});

test("nobody passes any more when the batch is over", async () => {
  const { gate, over, time } = gateFor();
  gate.heard(answer(429, { "retry-after": "120" }));
  over.abort();
  expect(await gate.pass()).toBe(false);
  await gate.pause(60_000);
  expect(time()).toBe(0);
});

test("whoever has less time than the pause lasts does not wait it out", async () => {
  const { gate, abortedAt, time } = gateFor();
  gate.heard(answer(429, { "retry-after": "120" }));
  expect(await gate.pass(abortedAt(3_000))).toBe(false);
  await gate.pause(60_000, abortedAt(time() + 2_000));
  expect(time()).toBeLessThan(6_000);
  // Others go on waiting.
  expect(await gate.pass()).toBe(true);
  expect(time()).toBeGreaterThanOrEqual(120_000);
});
