import { setTimeout as wait } from "node:timers/promises";
import { openSharedJournal } from "../../src/journal/postgres/shared-journal.ts";
import { attemptOnOwnOrder } from "../own-attempt.ts";
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
          const { tag } = await journal.begin(attemptOnOwnOrder((state.next += 1)), []);
          if (tag !== "begun") throw new Error("an attempt on an order of its own was kept out");
        }
      }),
    );
    return attempts / ((performance.now() - begun) / 1000);
  } finally {
    for (const journal of journals) await journal.close();
  }
}
