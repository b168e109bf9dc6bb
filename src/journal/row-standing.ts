import { type RawBuilder, sql } from "kysely";
import { refundedOutcomes } from "../domain/attempt-outcome.ts";

/** In the place of a round: the row was corrected, and no intent was recorded for it since. */
export const notSinceCorrected = -1;

const refunded = sql.join(refundedOutcomes.map((each) => sql.lit(each)));

/** The lower, the more it says: an attempt that is open, then one that refunded, then the newest of what is left. */
export const attemptWeight = sql<number>`case when attempt.outcome is null then 0 when attempt.outcome in (${refunded}) then 1 else 2 end`;
export const refundedWeight = 1;
export const endWeight = 2;

/**
 * Whether an attempt on the order or line item of a row, in its batch, tells what came of the row: money that moved
 * or may have always does, and anything else only if the row was not corrected since.
 */
export const attemptTells: RawBuilder<boolean> = sql<boolean>`(${attemptWeight} < ${sql.lit(endWeight)}
  or (attempt.row = batch_row.key and batch_row.begun <> ${sql.lit(notSinceCorrected)}))`;
