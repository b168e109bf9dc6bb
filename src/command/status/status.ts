import type { Attempt } from "../../journal/attempt.ts";
import type { Journal } from "../../journal/journal.ts";
import type { UnfinishedBatch } from "../../journal/unfinished-batches.ts";
import type { Run } from "../run.ts";
import { useJournal } from "../use-journal.ts";
import { refreshPaidOut } from "./refresh.ts";

export interface StatusInput {
  /** Also the accepted refunds that are older than 60 days. */
  readonly all: boolean;
  /** Ask 2Checkout, for the account in use, what was paid out meanwhile. */
  readonly refresh: boolean;
}

/** What waits for somebody, newest first. */
export interface Status {
  readonly asked: StatusInput;
  readonly unresolved: readonly Attempt[];
  readonly unprocessed: readonly Attempt[];
  /** How many more of them there are that are older. */
  readonly older: number;
  readonly batches: readonly UnfinishedBatch[];
  readonly paidTwice: readonly Attempt[];
  /** Of each of these, the shortest end of its name that tells it from others. */
  readonly shortNames: ReadonlyMap<string, string>;
  /** When it was looked at, in milliseconds since the epoch. */
  readonly at: number;
}

/** How long a refund that waits is shown, and a withdrawn one looked at in case it is paid out after all. */
const shownForMs = 60 * 86_400_000;

/** Reads the journal; with `refresh` it asks 2Checkout first, and keeps what was seen. */
export async function readStatus(asked: StatusInput, run: Run): Promise<Status> {
  const { all, refresh } = asked;
  return useJournal(run, { create: false }, async (journal) => {
    const at = run.context.now();
    const since = all ? null : at - shownForMs;
    if (refresh) {
      const withdrawn = await journal.list({ outcome: "withdrawn", since: at - shownForMs });
      await refreshPaidOut([...(await unprocessed(journal, since)), ...withdrawn], journal, run);
    }
    const listed = {
      unresolved: await journal.list({ outcome: "unknown" }),
      unprocessed: await unprocessed(journal, since),
      batches: await journal.unfinishedBatches(),
      paidTwice: await journal.list({ paidTwice: true }),
    };
    const ids = Object.values(listed).flatMap((each) => each.map(({ id }) => id));
    return {
      asked,
      ...listed,
      shortNames: await journal.shortNames(ids),
      older:
        since === null
          ? 0
          : await journal.count({ outcome: "accepted", unprocessed: true, until: since }),
      at,
    };
  });
}

function unprocessed(journal: Journal, since: number | null): Promise<readonly Attempt[]> {
  return journal.list({ outcome: "accepted", unprocessed: true, since: since ?? undefined });
}
