import { openJournal } from "../../src/journal/journal.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { createTransport } from "../../src/transport/transport.ts";
import { attemptOnOwnOrder } from "../own-attempt.ts";
import { makeWorld } from "./world.ts";

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
      const attempt = await journal.begin(attemptOnOwnOrder(repeat), []);
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

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
