import { openJournal } from "../../src/journal/journal.ts";
import type { Intent } from "../../src/journal/attempt.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { createTransport } from "../../src/transport/transport.ts";
import { makeWorld } from "./world.ts";
import { readOrderNumber } from "../../src/domain/order-number.ts";

/** Medians in milliseconds, of interleaved repeats in one run. */
export interface JournalCost {
  /** Recording an attempt and its outcome, both durable. */
  readonly journal: number;
  /** One request and answer on loopback, connection reused. */
  readonly exchange: number;
}

export async function measureJournal(repeats: number, random: () => number): Promise<JournalCost> {
  const world = makeWorld(random);
  const sandbox = await startSandbox();
  const journal = await openJournal(world.journal);
  const transport = createTransport({
    timeoutMs: 10_000,
    proxy: null,
    certificatesChecked: true,
    now: Date.now,
    uptime: () => performance.now(),
    random,
    v8: process.versions.v8,
    trace: null,
    sleep: () => Promise.resolve(),
  });
  const request = {
    url: new URL(sandbox.rpcUrl),
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "getOrder", params: ["none", "1"] }),
    secrets: [],
    answerIsSecret: false,
  };
  const inJournal: number[] = [];
  const onWire: number[] = [];
  try {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const begun = performance.now();
      const attempt = await journal.begin(intentFor(repeat), []);
      if (attempt.tag === "conflict") throw new Error("no two of these are alike");
      await journal.settle(attempt.id, {
        outcome: "accepted",
        by: "answer",
        problem: null,
        evidence: null,
        at: Date.now(),
      });
      const recorded = performance.now();
      await transport.send(request);
      inJournal.push(recorded - begun);
      onWire.push(performance.now() - recorded);
    }
  } finally {
    await transport.close();
    await journal.close();
    await sandbox.stop();
    world.remove();
  }
  return { journal: median(inJournal), exchange: median(onWire) };
}

function intentFor(repeat: number): Intent {
  const number = readOrderNumber(String(repeat));
  if (number === null) throw new Error(`${repeat} is no order number`);
  const now = Date.now();
  return {
    subject: { realm: "sandbox", api: "rpc6", account: "SANDBOX", number },
    kind: "total",
    amount: null,
    items: [],
    sameness: "",
    completes: true,
    before: null,
    reason: "Other",
    comment: "",
    ticket: null,
    again: null,
    row: null,
    sale: null,
    who: { user: "bench", host: "loopback", pid: process.pid },
    startedAt: now,
    sendBy: now,
    busyUntil: now,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
