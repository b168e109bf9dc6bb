import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";

/**
 * Lets outcomes change only as docs/evidence.md allows, whatever program says so, and the counts of commits
 * only go up.
 */
export async function guardOutcomes(transaction: Kysely<Tables>): Promise<void> {
  for (const statement of [
    outcomeRule,
    outcomeTrigger,
    formerCountTrigger,
    countRule,
    countTrigger,
  ]) {
    await statement.execute(transaction);
  }
}

const outcomeRule = sql`create or replace function guard_outcome() returns trigger language plpgsql as $$
  begin
    if old.outcome is null
      -- A refund that was made counts, whoever said that it was not.
      or (new.outcome = 'accepted' and old.outcome in ('refused', 'not-sent', 'not-applied'))
      -- Cancelled or failed at 2Checkout before it was paid out; and paid out after all.
      or (new.outcome = 'withdrawn' and old.outcome = 'accepted')
      or (new.outcome = 'accepted' and old.outcome = 'withdrawn')
      -- Contradicted by a later answer of 2Checkout.
      or (new.outcome is null and old.outcome = 'withdrawn')
      or (new.outcome is null and (old.outcome, old.settled_by) in (('refused', 'evidence'), ('not-applied', 'person')))
      or (new.outcome is not null and new.settled_by in ('answer', 'evidence') and old.settled_by in ('evidence', 'person'))
      or (new.outcome is not null and new.settled_by = 'person' and old.settled_by = 'person')
    then return new;
    end if;
    raise exception 'attempt % is settled: % by % does not give way to % by %',
      old.id, old.outcome, old.settled_by, new.outcome, new.settled_by using errcode = '23514';
  end $$`;

const outcomeTrigger = sql`create or replace trigger guard_outcome before update on attempt for each row
  when (old.outcome is distinct from new.outcome or old.settled_by is distinct from new.settled_by)
  execute function guard_outcome()`;

const countRule = sql`create or replace function guard_count() returns trigger language plpgsql as $$
  begin
    if new.count > old.count then return new; end if;
    raise exception 'the count of commits only goes up' using errcode = '23514';
  end $$`;

/** Of the time when there was a single counter. */
const formerCountTrigger = sql`drop trigger if exists guard_count on journal`;

const countTrigger = sql`create or replace trigger guard_count before update on commit_count for each row
  execute function guard_count()`;
