import type { AttemptId, BatchId } from "../domain/attempt-id.ts";
import { parseAttemptId } from "../domain/pasted.ts";
import { isWholeName, sureNameLength, type TypedName } from "../domain/typed-name.ts";
import { UsageError } from "../failure.ts";
import type { Journal } from "../journal/journal.ts";
import type { Named } from "../journal/naming.ts";
import { minuteText } from "../domain/time-text.ts";
import type { Run } from "./run.ts";
import { useJournal } from "./use-journal.ts";

/**
 * What a name is given for. Where it decides about money, more of it is needed, and off a terminal all of it: a
 * script would not notice that another attempt is meant by now.
 */
export type NameUse = "look" | "decide";

/** The one attempt or batch that is meant. @throws UsageError, with the matches where there are several */
export async function findNamed(name: TypedName, journal: Journal, run: Run): Promise<Named> {
  const [found, ...others] = await journal.named(name);
  if (found === undefined) throw nothingNamed(name, run);
  if (others.length === 0) return found;
  const matches = [found, ...others].map((each) => `  ${each.id}  ${described(each)}`);
  throw new UsageError(
    `"${name}" is part of several names. Give more of the one you mean:\n${matches.join("\n")}`,
  );
}

/** The attempt that is meant. @throws UsageError */
export async function attemptNamed(
  name: TypedName,
  use: NameUse,
  journal: Journal,
  run: Run,
): Promise<AttemptId> {
  requireEnough(name, use, run);
  const found = await findNamed(name, journal, run);
  if (found.kind === "attempt") return found.id;
  throw new UsageError(`${found.id} is a batch (${found.about}), not an attempt.`);
}

/**
 * The attempt that an option of a refund names. A whole name is taken as it stands: whether it is an attempt on
 * this order is found out with the order. @throws UsageError
 */
export async function attemptGiven(
  name: TypedName | undefined,
  run: Run,
): Promise<AttemptId | undefined> {
  if (name === undefined) return undefined;
  if (isWholeName(name)) return parseAttemptId(name);
  return useJournal(run, { create: false }, (journal) =>
    attemptNamed(name, "decide", journal, run),
  );
}

/** The batch that is meant. @throws UsageError */
export async function batchNamed(name: TypedName, journal: Journal, run: Run): Promise<BatchId> {
  const found = await findNamed(name, journal, run);
  if (found.kind === "batch") return found.id;
  throw new UsageError(`${found.id} is an attempt on ${found.about}, not a batch.`);
}

function requireEnough(name: TypedName, use: NameUse, { talk }: Run): void {
  if (use === "look" || isWholeName(name)) return;
  if (!talk.asks) {
    throw new UsageError(
      `"${name}" is a part of an attempt's name. Without a terminal, give the whole name here.`,
    );
  }
  if (name.length < sureNameLength) {
    throw new UsageError(
      `"${name}" is too short to decide by. Give at least ${sureNameLength} characters of the attempt's name.`,
    );
  }
}

/** A rehearsal has its own journal, which is the likeliest reason. */
function nothingNamed(name: TypedName, { settings }: Run): UsageError {
  const what = isWholeName(name)
    ? `The journal has no attempt or batch ${name}.`
    : `The journal has no attempt or batch whose name begins or ends with ${name}.`;
  const elsewhere = settings.sandbox ? "" : " If it was made in the stand-in, add --sandbox.";
  return new UsageError(`${what}${elsewhere}`);
}

function described({ kind, about, startedAt }: Named): string {
  const when = minuteText(startedAt);
  return kind === "attempt" ? `attempt on ${about}, ${when} UTC` : `batch of ${about}, ${when} UTC`;
}
