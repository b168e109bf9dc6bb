import type { AttemptId } from "../domain/attempt-id.ts";
import type { Kysely } from "kysely";
import type { Problem } from "../domain/problem.ts";
import type { SettledBy } from "./attempt.ts";
import { iso } from "./attempt-row.ts";
import { longestBusyMs } from "./busy.ts";
import { type Change, changeIn, type Engine } from "./engine.ts";
import { lookingInto } from "./looking.ts";
import { reopen } from "./reopen.ts";
import { outcomeOf, type SettlementRecord, wordsOf } from "./settlement.ts";
import type { Tables } from "./tables.ts";
import type { TimeOf } from "./time.ts";
import { addLine } from "./timeline.ts";
import { acceptedSince } from "./timeline-words.ts";

/** What is written once a request has left. */
export interface Settling {
  /**
   * Writes an outcome. An answer outweighs evidence, and evidence outweighs a person, with one exception: evidence that a
   * refund was accepted outweighs any refusal. What is outweighed stays in the timeline. A person may correct a person. False when what settled it outweighs this.
   */
  readonly settle: (id: AttemptId, settlement: SettlementRecord) => Promise<boolean>;
  /** Keeps the attempt unresolved and records why. Its process is done with it, so others may ask now. */
  readonly leaveUnknown: (id: AttemptId, problem: Problem, at: number) => Promise<void>;
  /**
   * Takes an unresolved attempt whose process is done with it, until `until`, so that two processes do
   * not ask about it at once. False when it was settled or taken meanwhile.
   */
  readonly claim: (id: AttemptId, now: number, until: number) => Promise<boolean>;
}

export function settlingIn(engine: Engine): Settling {
  const { change, commit, time, insist } = engine;
  return {
    settle: (id, settlement) =>
      insist(() => settle(engine, id, settlement), { tag: "outcome", attempt: id, settlement }),
    leaveUnknown: async (id, problem, at) => {
      const line = { at, what: `unknown: ${problem.message}` };
      const left = await change(
        (tables) =>
          tables
            .updateTable("attempt")
            .set({ problem: JSON.stringify(problem), busy_until: iso(nobody) })
            .where("id", "=", id)
            .where("outcome", "is", null)
            .returning("id"),
        line,
      );
      // Settled meanwhile, it keeps what it was settled with.
      if (!left) await commit((transaction) => addLine(transaction, id, line, time));
    },
    claim: (id, now, until) =>
      change(
        (tables) =>
          tables
            .updateTable("attempt")
            .set({ busy_until: time(now, until - now) })
            .where("id", "=", id)
            .where("outcome", "is", null)
            // Free, or taken under a clock that was wrong.
            .where((is) =>
              is.or([
                is("busy_until", "<=", time(now)),
                is("busy_until", ">", time(now, longestBusyMs)),
              ]),
            )
            .returning("id"),
        null,
      ),
  };
}

/** True when it stands so afterwards, and so also when this was written before and its answer was lost. */
async function settle(
  { commit, change, isForbidden, time, database }: Engine,
  id: AttemptId,
  settlement: SettlementRecord,
): Promise<boolean> {
  const { at, reopens = null } = settlement;
  const what = wordsOf(settlement);
  const settled = outcomeSet(id, settlement, time);
  try {
    const written =
      reopens === null
        ? await change(settled, { at, what })
        : await commit(async (transaction) => {
            const isSettled = await changeIn(transaction, settled, { at, what }, time);
            if (isSettled) await reopen(transaction, reopens, { at, time });
            return isSettled;
          });
    return written || (await standsSo(database, id, settlement));
  } catch (error) {
    if (!isForbidden(error)) throw error;
    // A person said it was not applied, it was made anew and accepted, and now both are there.
    const conflict = { at, what: what + acceptedSince };
    await commit((transaction) => addLine(transaction, id, conflict, time));
    return false;
  }
}

async function standsSo(
  database: Kysely<Tables>,
  id: AttemptId,
  { outcome, by, evidence }: SettlementRecord,
): Promise<boolean> {
  const now = await lookingInto(database).find(id);
  return now?.outcome === outcome && now.settledBy === by && now.evidence === evidence;
}

function outcomeSet(id: AttemptId, settlement: SettlementRecord, time: TimeOf): Change {
  const { by, outcome } = settlement;
  return (tables) =>
    tables
      .updateTable("attempt")
      .set(outcomeOf(settlement, time))
      .where("id", "=", id)
      .where((is) =>
        is.or([
          is("outcome", "is", null),
          is("settled_by", "in", yieldingTo[by]),
          // The refund is there, so it was not refused, whoever said so.
          ...(outcome === "accepted" && by === "evidence" ? [is("outcome", "=", "refused")] : []),
        ]),
      )
      .returning("id");
}

/** The busy-until of an attempt that no process is at work on: past by any clock. */
const nobody = 0;

/** Whose word gives way to whose; a person may also correct a person, and a later look an earlier one. */
const yieldingTo: Readonly<Record<SettledBy, readonly SettledBy[]>> = {
  answer: ["evidence", "person"],
  evidence: ["evidence", "person"],
  person: ["person"],
};
