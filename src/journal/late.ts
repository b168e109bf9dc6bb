import { sql } from "kysely";
import type { Engine } from "./engine.ts";
import { lookingInto } from "./looking.ts";
import { withdraw } from "./refund-life.ts";
import { outcomeOf, type SettlementRecord, wordsOf } from "./settlement.ts";
import { addLine } from "./timeline.ts";
import { acceptedSince } from "./timeline-words.ts";
import type { Unwritten } from "./unwritten.ts";

/** Writes what could not be written when it happened. Others may have settled the attempt meanwhile. */
export async function writeLate(engine: Engine, what: Unwritten): Promise<void> {
  switch (what.tag) {
    case "unsent":
      return writeUnsent(engine, what);
    case "outcome":
      return writeOutcome(engine, what);
    case "withdrawal":
      return writeWithdrawal(engine, what);
  }
}

/**
 * Settles what is still open. A refund that was made counts, even over a word that it was not; an accepted
 * one is never taken back. Over anything else it is a line of the timeline.
 */
async function writeOutcome(
  engine: Engine,
  { attempt, settlement }: Extract<Unwritten, { tag: "outcome" }>,
): Promise<void> {
  const { change, commit, isForbidden, time } = engine;
  const { at } = settlement;
  const what = `${wordsOf(settlement)}, written late`;
  const note = (line: string) =>
    commit((transaction) => addLine(transaction, attempt, { at, what: line }, time));
  try {
    const written = await change(
      (tables) =>
        tables
          .updateTable("attempt")
          .set(outcomeOf(settlement, time))
          .where("id", "=", attempt)
          .where((is) =>
            is.or([
              is("outcome", "is", null),
              ...(settlement.outcome === "accepted" ? [is("outcome", "in", untrueOf)] : []),
            ]),
          )
          .returning("id"),
      { at, what },
    );
    if (written) return;
    const now = await lookingInto(engine.database).find(attempt);
    if (now === null || isSo(now, settlement)) return;
    await note(`${what}, but it stands as ${now.outcome ?? "unknown"}`);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    await note(what + acceptedSince);
  }
}

/** What an attempt may be taken for whose answer said that it was accepted. */
const untrueOf = ["refused", "not-sent", "not-applied"] as const;

function isSo(
  { outcome, settledBy }: { readonly outcome: string | null; readonly settledBy: string | null },
  settlement: SettlementRecord,
): boolean {
  return outcome === settlement.outcome && settledBy === settlement.by;
}

/** Where the refund changed meanwhile, that is kept as a line; its cancellation was accepted all the same. */
async function writeWithdrawal(
  engine: Engine,
  { attempt, withdrawal }: Extract<Unwritten, { tag: "withdrawal" }>,
): Promise<void> {
  if (await withdraw(engine, attempt, withdrawal)) return;
  const { by, evidence, at, cancellation } = withdrawal;
  const what = `withdrawn (by ${by}): ${evidence}, written late, but it had changed meanwhile`;
  await engine.commit((transaction) => addLine(transaction, attempt, { at, what }, engine.time));
  if (cancellation === null) return;
  const settlement = { outcome: "accepted", by, problem: null, evidence, at } as const;
  await writeOutcome(engine, { tag: "outcome", attempt: cancellation, settlement });
}

/**
 * The same id is entered as not sent, so that a commit still on its way cannot come true any more; where it
 * has come true already, it is settled so.
 */
async function writeUnsent(
  { change, time }: Engine,
  { row }: Extract<Unwritten, { tag: "unsent" }>,
): Promise<void> {
  const at = Date.parse(row.started_at);
  const settled = {
    outcome: "not-sent" as const,
    settled_by: "answer" as const,
    settled_at: time(at),
    problem: JSON.stringify(notHeard),
  };
  const line = { at, what: `not-sent (by answer): ${notHeard.message}` };
  const settleIt = () =>
    change(
      (tables) =>
        tables
          .updateTable("attempt")
          .set(settled)
          .where("id", "=", row.id)
          .where("outcome", "is", null)
          .returning("id"),
      line,
    );
  if (await settleIt()) return;
  const entered = await change(
    (tables) =>
      tables
        .insertInto("attempt")
        .values({
          ...row,
          ...settled,
          ordinal: tables
            .selectFrom("attempt as earlier")
            .where("earlier.realm", "=", row.realm)
            .where("earlier.api", "=", row.api)
            .where("earlier.account", "=", row.account)
            .where("earlier.number", "=", row.number)
            .select(({ fn }) =>
              sql<number>`coalesce(${fn.max("earlier.ordinal")} + 1, 0)`.as("next"),
            ),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning("id"),
    line,
  );
  // It came true between the two looks, or another attempt took its place on the order.
  if (!entered) await settleIt();
}

const notHeard = {
  code: "journal-unavailable",
  message: "The answer to recording it was lost, so nothing was sent.",
};
