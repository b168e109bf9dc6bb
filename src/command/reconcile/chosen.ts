import type { LineItemId, OrderNumber } from "../../domain/order-number.ts";
import type { TypedName } from "../../domain/typed-name.ts";
import { UsageError } from "../../failure.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import type { Journal } from "../../journal/journal.ts";
import { mayBeOverruled, mayBeShown } from "../attempt-evidence.ts";
import { attemptNamed, batchNamed } from "../names.ts";
import type { Run } from "../run.ts";
import { isLaterWord, type Word } from "./ask-person.ts";
import { renderProse } from "../../render/prose.ts";
import { minuteText } from "../../domain/time-text.ts";
import { safe } from "../../safe-text.ts";
import { isOwn } from "./own-attempt.ts";
import { whatItIs } from "./what-to-look-for.ts";

/** Which attempts are to be settled: one, those on an order or a line item, those for rows of a batch, or all. */
export type Which =
  | { readonly tag: "all" }
  | { readonly tag: "number"; readonly number: OrderNumber | LineItemId }
  | { readonly tag: "batch"; readonly batch: TypedName }
  | { readonly tag: "named"; readonly name: TypedName };

interface Choosing {
  readonly which: Which;
  readonly said: Word | null;
  readonly waitMs: number | null;
}

/**
 * How long after an attempt was made every reconcile looks again for a refund that a person called not applied;
 * docs/evidence.md says why not longer.
 */
const doubtPersonForMs = 30 * 86_400_000;

/** How long after it was made a withdrawn refund is looked for as well: it may be paid out after all. */
const doubtWithdrawnForMs = 60 * 86_400_000;

/**
 * Unresolved attempts, and recent ones that a person called not applied, or that were withdrawn. Any attempt
 * if it is named; a person's word is always about one. @throws UsageError
 */
export async function chosenAttempts(
  choosing: Choosing,
  journal: Journal,
  run: Run,
): Promise<readonly Attempt[]> {
  const { which, said } = choosing;
  if (which.tag === "named") return [await namedAttempt(which.name, choosing, journal, run)];
  const within = await filterOf(which, journal, run);
  const open = await journal.list({ ...within, outcome: "unknown" });
  if (said !== null) return [await onlyOne(open, said, run)];
  const now = run.context.now();
  const notApplied = await journal.list({
    ...within,
    outcome: "not-applied",
    settledBy: "person",
    since: now - doubtPersonForMs,
  });
  const withdrawn = await journal.list({
    ...within,
    outcome: "withdrawn",
    since: now - doubtWithdrawnForMs,
  });
  // Unresolved ones first: what the order shows may be theirs.
  return [...open, ...notApplied, ...withdrawn];
}

/** @throws UsageError where the journal has no such batch, or several */
async function filterOf(
  which: Exclude<Which, { readonly tag: "named" }>,
  journal: Journal,
  run: Run,
): Promise<AttemptFilter> {
  switch (which.tag) {
    case "all":
      return {};
    case "number":
      return { number: which.number };
    case "batch":
      return { batch: await batchNamed(which.batch, journal, run) };
  }
}

async function namedAttempt(
  name: TypedName,
  { said, waitMs }: Choosing,
  journal: Journal,
  run: Run,
): Promise<Attempt> {
  const id = await attemptNamed(name, said === null ? "look" : "decide", journal, run);
  const attempt = await journal.find(id);
  if (attempt === null) throw new UsageError(`The journal has no attempt ${id}.`);
  requireFittingWord(attempt, said);
  if (waitMs !== null || (said !== null && isLaterWord(said))) return attempt;
  // Of a documented refusal only the order may say something else.
  const isOpen = said === null ? mayBeShown(attempt) : mayBeOverruled(attempt);
  if (attempt.outcome !== null && attempt.settledBy !== "person" && !isOpen) {
    throw new UsageError(`Attempt ${attempt.id} is already settled: ${attempt.outcome}.`);
  }
  return attempt;
}

/** The attempt that a word is about where nobody named it: the only one that waits for a word. */
async function onlyOne(open: readonly Attempt[], said: Word, run: Run): Promise<Attempt> {
  const own: Attempt[] = [];
  for (const attempt of open) if (await isOwn(attempt, run)) own.push(attempt);
  const [only, ...others] = own;
  if (only === undefined) {
    throw new UsageError(
      `No attempt of this account is unresolved, so there is nothing to say --${said} of.`,
    );
  }
  if (others.length > 0) {
    const each = own.map((attempt) => `  ${attempt.id}  ${whatItIs(attempt)}`);
    throw new UsageError(
      `Several attempts of this account are unresolved. Name the one that is --${said}:\n${each.join("\n")}`,
    );
  }
  requireFittingWord(only, said);
  const when = minuteText(only.startedAt);
  const one = safe`The one unresolved attempt: ${whatItIs(only)}, by ${only.who.user}@${only.who.host} at ${when} UTC.`;
  run.talk.show(renderProse(one, run.talk.screen));
  return only;
}

/** @throws UsageError where a word cannot be said of such an attempt */
function requireFittingWord(attempt: Attempt, said: Word | null): void {
  const { id, outcome } = attempt;
  if (!isRefund(attempt) && said === "accepted") {
    throw new UsageError(
      `Attempt ${id} is a cancellation: say --withdrawn if the refund is cancelled, or --not-applied if it is not.`,
    );
  }
  if (outcome === "withdrawn" && said === "not-applied") {
    throw new UsageError(
      `Attempt ${id} is withdrawn: say --accepted if it was paid out after all; else there is nothing to say.`,
    );
  }
  if (said === null || !isLaterWord(said)) return;
  const isAccepted = isRefund(attempt) && outcome === "accepted";
  const isOpenCancellation = !isRefund(attempt) && outcome === null;
  if (!isAccepted && !(said === "withdrawn" && isOpenCancellation)) {
    const saidOf =
      said === "withdrawn" ? "an accepted refund or an open cancellation" : "an accepted refund";
    const what = isRefund(attempt) ? "" : "a cancellation and ";
    throw new UsageError(
      `--${said} is said of ${saidOf}; attempt ${id} is ${what}${outcome ?? "not settled yet"}.`,
    );
  }
  if (attempt.processed !== null) {
    const so = said === "withdrawn" ? "so it cannot be withdrawn" : "so there is nothing to say";
    throw new UsageError(`Attempt ${id} was seen paid out, ${so}.`);
  }
}
