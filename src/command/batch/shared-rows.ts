import type { BatchId } from "../../domain/attempt-id.ts";
import type { RowKey } from "../../domain/row-key.ts";
import type { NewRow, RowIdentity } from "../../journal/batch-rows.ts";
import type { RowState } from "../../journal/row-state.ts";
import { aheadMs } from "../../journal/batch-pace.ts";
import { workOn } from "./at-work.ts";
import type { BatchDesk } from "./batch-desk.ts";
import { nextTurn } from "./event-loop.ts";
import type { DueRow, RowLimit, RowSource, StartingRow } from "./due-row.ts";
import { knownResult, resultOfChanged } from "./known-row.ts";
import { resultElsewhere } from "./row-elsewhere.ts";
import type { RowResult } from "./row-result.ts";
import type { StagedRow } from "./staging.ts";
import { type RowWithHistory, rowsWithHistory } from "./row-history.ts";
import { resultText } from "./stored-result.ts";
import { untriedEnd } from "./untried-end.ts";

/** So many rows are looked at or offered at once. */
const mostAtOnce = 200;
/** How often others' rows are looked at, in a run that has nothing else to do or has not for so long. */
const lookEveryMs = 1_000;

/** A row of the file that has not been told yet. */
interface InHand {
  readonly row: RowWithHistory;
  /** `elsewhere`: it was not to be had when it was last asked for. */
  where: "free" | "here" | "elsewhere";
}

export interface Sharing extends RowLimit {
  /** The name of the file whose rows these are. */
  readonly source: string;
  readonly rate: number | null;
  /** How many rows are under way here at once. */
  readonly workers: number;
  /** Waits so long, or until it is aborted, or no more rows may start. */
  readonly pause: (ms: number, until?: AbortSignal) => Promise<void>;
  readonly isOver: () => boolean;
  /** Whether the user stopped it. */
  readonly isStopped: () => boolean;
}

/**
 * The rows of a batch that this process shares with others: those that it has leased for itself to start,
 * and what came of those that others started. It ends when all have come to an end, wherever.
 */
export async function sharedRows(
  batch: BatchId,
  { staging, journal, run }: Pick<BatchDesk, "staging" | "journal" | "run">,
  { source, rate, workers, limit, limitReached, pause, isOver, isStopped }: Sharing,
): Promise<RowSource> {
  const { batches } = journal;
  const { uptime } = run.context;
  const hand = new Map<RowKey, InHand>();
  const keysOf = (where: InHand["where"]) =>
    [...hand].flatMap(([key, row]) => (row.where === where ? [key] : []));
  const held = () => keysOf("here");
  const work = await workOn(batch, { rate, held, pause, isStopped }, run, journal);
  const pages = staging.pages();
  let isOpen = true;
  let started = 0;
  let lookedAt = uptime();
  /** When the last of the starts is over that a rate made this process reserve. */
  let reservedUntil = -Infinity;
  let wake: () => void = () => undefined;

  const open = async (page: readonly StagedRow[]): Promise<readonly DueRow[]> => {
    for await (const row of rowsWithHistory([page], batches, batch)) {
      hand.set(row.identity.key, { row, where: "elsewhere" });
    }
    const states = await batches.look(
      batch,
      page.map(({ identity }) => identity.key),
    );
    const known: DueRow[] = [];
    const stateOf = new Map(states.map((state) => [state.key, state]));
    const unrecorded: NewRow[] = [];
    for (const { identity } of page) {
      const held = hand.get(identity.key);
      const state = stateOf.get(identity.key);
      // What is done, or under way elsewhere in this round, is told by those who do it.
      if (held === undefined || state?.tag === "begun" || state?.tag === "done") continue;
      const result = knownResult(held.row, batch, journal.now());
      if (result === null) held.where = "free";
      else {
        hand.delete(identity.key);
        known.push({ tag: "known", row: held.row, result });
      }
      // It was not to run when the batch was gone on with, and may by now.
      if (result === null && state === undefined) unrecorded.push(identity);
    }
    const now = unrecorded.length === 0 ? null : await batches.find(batch);
    if (now !== null) await batches.amend(now, unrecorded, source);
    return known;
  };

  const lookAgain = async (): Promise<readonly DueRow[]> => {
    lookedAt = uptime();
    await work.flush();
    const known: DueRow[] = [];
    const keys = keysOf("elsewhere");
    for (let at = 0; at < keys.length; at += mostAtOnce) {
      const page = keys.slice(at, at + mostAtOnce);
      for (const [key, { result, isFree }] of await work.patiently(() => outcomesOf(page))) {
        const held = hand.get(key);
        if (held === undefined) continue;
        if (result !== null) {
          hand.delete(key);
          known.push({ tag: "known", row: held.row, result });
        } else if (isFree) held.where = "free";
      }
    }
    return known;
  };

  const outcomesOf = async (keys: readonly RowKey[]) => {
    const states = new Map((await batches.look(batch, keys)).map((state) => [state.key, state]));
    const rows = keys.flatMap((key) => hand.get(key)?.row ?? []);
    const found = new Map<RowKey, { result: RowResult | null; isFree: boolean }>();
    const note = ({ key }: RowIdentity, result: RowResult | null) =>
      found.set(key, { result, isFree: states.get(key)?.tag === "free" });
    for (const { identity } of rows) note(identity, null);
    const ended = rows.filter(({ identity }) =>
      isOverElsewhere(identity, states.get(identity.key)),
    );
    // Whatever was said of a row, what the journal has of it by now counts.
    for await (const standing of rowsWithHistory([ended], batches, batch)) {
      const { identity } = standing;
      note(identity, resultOf(standing, states.get(identity.key)));
    }
    return found;
  };

  const resultOf = (standing: RowWithHistory, state: RowState | undefined) =>
    state?.content === standing.identity.content
      ? resultElsewhere(standing, state, batch, journal.now())
      : resultOfChanged(standing, batch, journal.now());

  const leftToStart = () => (limit ?? Infinity) - started;

  const leaseMore = async (): Promise<readonly StartingRow[]> => {
    const free = keysOf("free").slice(0, mostAtOnce);
    if (free.length === 0) return [];
    const most = Math.min(2 * workers, leftToStart());
    if (most <= 0) return [];
    // Who reserved more at once would take the turns of others, and of a lower rate.
    await pause(reservedUntil - aheadMs - uptime());
    const { keys, firstInMs, stepMs } = await work.lease(free, most);
    const first = uptime() + firstInMs;
    if (stepMs > 0) reservedUntil = first + keys.length * stepMs;
    started += keys.length;
    const leased = keys.flatMap((key, index): readonly StartingRow[] => {
      const held = hand.get(key);
      if (held === undefined) return [];
      held.where = "here";
      const { content } = held.row.identity;
      const lease = { batch, key, content, worker: work.worker };
      return [{ tag: "start", row: held.row, lease, notBefore: first + index * stepMs }];
    });
    // A rate may have kept it from more; then the others are still to be had, unless there was none at all.
    if (keys.length < (stepMs === 0 ? most : 1)) {
      for (const key of free) {
        const held = hand.get(key);
        if (held?.where === "free") held.where = "elsewhere";
      }
    }
    return leased;
  };

  const rows = async function* (): AsyncGenerator<DueRow> {
    let ahead: Promise<readonly StartingRow[]> | null = null;
    while (!isOver()) {
      const leased: readonly StartingRow[] = await (ahead ?? leaseMore());
      ahead = null;
      for (const [index, row] of leased.entries()) {
        if (index === workers) {
          ahead = leaseMore();
          ahead.catch(() => undefined);
        }
        yield row;
      }
      if (uptime() - lookedAt >= lookEveryMs) yield* await lookAgain();
      if (leased.length > 0 || ahead !== null) continue;
      if (leftToStart() <= 0 && keysOf("free").length > 0) {
        // What was given out is taken by then.
        await nextTurn();
        limitReached();
        return;
      }
      const next: IteratorResult<readonly StagedRow[], unknown> | null = isOpen
        ? pages.next()
        : null;
      if (next !== null && next.done !== true) {
        yield* await work.patiently(() => open(next.value));
        continue;
      }
      isOpen = false;
      if (hand.size === 0) return;
      if (keysOf("free").length > 0) continue;
      const woken = new AbortController();
      wake = () => {
        woken.abort();
      };
      await pause(lookEveryMs, woken.signal);
      // Where pauses take no time, the rows under way need some all the same.
      await nextTurn();
      if (keysOf("elsewhere").length > 0) yield* await lookAgain();
    }
  };

  return {
    rows,
    ended: (row, result) => {
      const { identity } = row;
      const held = hand.get(identity.key);
      if (result !== null) {
        hand.delete(identity.key);
        work.report({
          row: identity,
          result: resultText(row.row, result),
          end: untriedEnd(row, result, { who: run.context.who, at: journal.now() }),
        });
      } else if (held !== undefined) {
        // It may be another's by now, or may have been corrected.
        held.where = "elsewhere";
        started -= 1;
      }
      wake();
    },
    close: work.leave,
  };
}

/** Whether nobody is at a row any more: it is done, or its process is gone, or the batch has another in its place. */
function isOverElsewhere({ content }: RowIdentity, state: RowState | undefined): boolean {
  if (state?.content !== content || state.tag === "done") return true;
  return state.tag === "begun" && !state.isAttended;
}
