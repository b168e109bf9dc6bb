import { basename } from "node:path";
import type { BatchInput } from "./batch-input.ts";
import type { BadRow } from "./bad-row.ts";
import type { Results } from "../results.ts";
import { UsageError } from "../../failure.ts";
import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";
import { rowsText } from "./rows-text.ts";
import { renderRow } from "./render-row.ts";
import { placeText } from "./row-place.ts";

/** So many bad rows are told in words; documents tell all of them. */
export const maxReported = 50;

/** Tells of rows that keep a file from being refunded. */
export interface Reporting {
  readonly report: (bad: BadRow) => Promise<void>;
  readonly count: () => number;
  /** Says how many more there were than were told in words. */
  readonly sumUp: () => void;
  /** @throws UsageError if something was reported */
  readonly end: () => void;
}

/** @param input `spoken`: they are told in sentences alone */
export function startReporting(
  { stdoutResults, run }: { readonly stdoutResults: Results; readonly run: Run },
  { source, spoken }: Pick<BatchInput, "source" | "spoken">,
): Reporting {
  let count = 0;
  const sumUp = (): void => {
    if (count <= maxReported) return;
    const where = spoken ? " Use --json to see them all." : "";
    run.talk.show(safe`… and ${count - maxReported} more.${where}`);
  };
  return {
    report: async (bad) => {
      count += 1;
      if (count <= maxReported) {
        run.talk.show(safe`${placeText(bad.place)}: ${bad.causes.join("; ")}.`);
      }
      if (!spoken) await stdoutResults.write(renderRow(resultOf(bad), basename(source)));
    },
    count: () => count,
    sumUp,
    end: () => {
      if (count === 0) return;
      sumUp();
      throw new UsageError(
        `${rowsText(count)} of ${source} cannot be refunded as ${count === 1 ? "it stands" : "they stand"}. Nothing was sent.`,
      );
    },
  };
}

function resultOf({ place, code, causes, row, fields }: BadRow) {
  return {
    place,
    row,
    fields,
    batch: null,
    outcome: "failed" as const,
    attempt: null,
    amount: null,
    error: { code, message: `${causes.join("; ")}.` },
    warnings: [],
    seen: null,
    earlier: false,
    elsewhere: false,
    host: null,
    accountRejected: false,
  };
}
