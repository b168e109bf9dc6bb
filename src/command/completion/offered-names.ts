import { journalPassword } from "../../config/journal-password.ts";
import { readSettings } from "../../config/settings.ts";
import type { Context } from "../../context.ts";
import { moneyText } from "../../domain/money.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import { ConfigurationError, JournalUnavailable } from "../../failure.ts";
import { type Attempt, isRefund } from "../../journal/attempt.ts";
import type { AttemptFilter } from "../../journal/filter.ts";
import type { Journal } from "../../journal/journal.ts";
import type { JournalPlace } from "../../journal-place.ts";
import { sandboxFolder, sandboxJournal } from "../sandbox-folder.ts";

/** A value for the line, and what it is about. */
export interface Offer {
  readonly value: string;
  readonly about: string;
}

/** So many are offered at most, the newest. */
const most = 30;

/** What may be named where the line ends; null where no name is expected. */
type Expected =
  | { readonly kind: "attempt"; readonly filter: AttemptFilter }
  | { readonly kind: "anything" }
  | { readonly kind: "batch" };

/** The names of attempts and batches that may come next on a line. @param words all of it; the last is being typed */
export async function offeredNames(
  words: readonly string[],
  context: Context,
): Promise<readonly Offer[]> {
  const expected = expectedIn(words);
  if (expected === null) return [];
  const typed = words.at(-1) ?? "";
  try {
    return await inJournal(words, context, async (journal) => {
      const found = await namesOf(expected, journal);
      const shortNames = await journal.shortNames(found.map(({ value }) => value));
      return found.map(({ value, about }) => ({
        value: asTyped(value, shortNames.get(value) ?? value, typed),
        about,
      }));
    });
  } catch (error) {
    // At the Tab key there is no way to say why.
    if (error instanceof ConfigurationError || error instanceof JournalUnavailable) return [];
    throw error;
  }
}

function expectedIn(words: readonly string[]): Expected | null {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? "";
  const [option = ""] = /^--[^=]+(?==)/.exec(typed) ?? before.slice(-1);
  if (option === "--resume" || option === "--batch") return { kind: "batch" };
  // A shorter number is the value of some option.
  const number =
    before
      .filter(({ length }) => length >= 6)
      .map(parseOrderNumber)
      .find((each) => each !== null) ?? undefined;
  const accepted: AttemptFilter = { outcome: "accepted", refunds: true, number, limit: most };
  if (option === "--again") return { kind: "attempt", filter: accepted };
  if (option === "--attempt")
    return { kind: "attempt", filter: { ...accepted, unprocessed: true } };
  if (typed.startsWith("-")) return null;
  if (before.includes("reconcile")) {
    return { kind: "attempt", filter: { outcome: "unknown", limit: most } };
  }
  return before.includes("history") ? { kind: "anything" } : null;
}

async function namesOf(expected: Expected, journal: Journal): Promise<readonly Offer[]> {
  switch (expected.kind) {
    case "attempt":
      return (await journal.list(expected.filter)).map(attemptOffer);
    case "batch":
      return batchesIn(journal);
    case "anything":
      return [
        ...(await journal.list({ limit: most })).map(attemptOffer),
        ...(await batchesIn(journal)),
      ];
  }
}

async function batchesIn(journal: Journal): Promise<readonly Offer[]> {
  const newest = await journal.batches.newest(most);
  return newest.map(({ id, source, startedAt }) => ({
    value: id,
    about: `${source}, ${day(startedAt)}`,
  }));
}

function attemptOffer(attempt: Attempt): Offer {
  const { id, subject, amount, outcome, startedAt } = attempt;
  const what =
    amount === null ? (isRefund(attempt) ? "" : "cancellation, ") : `${moneyText(amount)}, `;
  return {
    value: id,
    about: `${what}${subject.number}, ${outcome ?? "UNKNOWN"}, ${day(startedAt)}`,
  };
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** The short name, or the whole one where that is being typed, in the case of what is typed: shells compare it. */
function asTyped(whole: string, short: string, typed: string): string {
  const part = typed.replace(/^--[^=]+=/, "");
  const upper = part.toUpperCase();
  const name = upper !== "" && whole.startsWith(upper) ? whole : short;
  return name.startsWith(upper) ? part + name.slice(part.length) : name;
}

/** Opens the journal for a look that leaves no trace: it asks no keychain and compares nothing. */
async function inJournal(
  words: readonly string[],
  context: Context,
  look: (journal: Journal) => Promise<readonly Offer[]>,
): Promise<readonly Offer[]> {
  const journal = await opened(await placeFor(words, context), context);
  try {
    return await look(journal);
  } finally {
    await journal.close();
  }
}

async function placeFor(words: readonly string[], context: Context): Promise<JournalPlace> {
  if (words.includes("--sandbox")) return sandboxJournal(sandboxFolder(context));
  const valueOf = (option: string) => {
    const at = words.indexOf(option);
    return at === -1 ? undefined : words[at + 1];
  };
  const flags = { profile: valueOf("--profile"), config: valueOf("--config") };
  return (await readSettings(context, flags, null)).journal;
}

async function opened(place: JournalPlace, context: Context): Promise<Journal> {
  const { openJournal } = await import("../../journal/journal.ts");
  if (place.kind === "file") {
    return openJournal(place.path, { create: false, clocks: context });
  }
  const { openSharedJournal } = await import("../../journal/postgres/shared-journal.ts");
  const nowhere = { tag: "done", secret: null } as const;
  const keychain = {
    reach: () => Promise.resolve(nowhere),
    read: () => Promise.resolve(nowhere),
    write: () => Promise.resolve(nowhere),
    remove: () => Promise.resolve(nowhere),
  };
  return openSharedJournal(place, {
    password: await journalPassword({ context, keychain }, place),
    marks: null,
    unwritten: null,
    clocks: context,
    sleep: context.sleep,
    givenUp: null,
  });
}
