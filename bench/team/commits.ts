import { setTimeout as wait } from "node:timers/promises";
import { readOrderNumber } from "../../src/domain/order-number.ts";
import type { RefundIntent } from "../../src/journal/attempt.ts";
import { openSharedJournal } from "../../src/journal/postgres/shared-journal.ts";
import type { OwnServer } from "./server.ts";

/** Attempts that machines record at once, each waiting for its own commit: how many a second, all together. */
export async function measureCommits(
  server: OwnServer,
  machines: number,
  attempts: number,
): Promise<number> {
  const place = await server.newJournal();
  const journals = await Promise.all(
    Array.from({ length: machines }, () =>
      openSharedJournal(place, {
        password: place.password,
        marks: null,
        unwritten: null,
        clocks: { uptime: () => performance.now() },
        sleep: wait,
        givenUp: null,
      }),
    ),
  );
  const begun = performance.now();
  const state = { next: 0 };
  try {
    await Promise.all(
      journals.map(async (journal) => {
        while (state.next < attempts) {
          const { tag } = await journal.begin(intentOn((state.next += 1)), []);
          if (tag !== "begun") throw new Error("an attempt on an order of its own was kept out");
        }
      }),
    );
    return attempts / ((performance.now() - begun) / 1000);
  } finally {
    for (const journal of journals) await journal.close();
  }
}

function intentOn(index: number): RefundIntent {
  const number = readOrderNumber(String(7_100_000_000 + index));
  if (number === null) throw new Error("it is a number");
  const startedAt = Date.now();
  return {
    subject: { realm: "bench", api: "rpc6", account: "BENCH", number },
    kind: "partial",
    amount: null,
    items: [],
    sameness: "5.00 USD amount",
    completes: false,
    reason: "Other",
    comment: "",
    ticket: null,
    again: null,
    row: null,
    sale: null,
    before: null,
    who: { user: "agent", host: "bench", pid: 1 },
    startedAt,
    sendBy: startedAt + 30_000,
    busyUntil: startedAt + 60_000,
  };
}
