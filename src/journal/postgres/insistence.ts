import { JournalUnavailable, OutcomeKept } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { writeLate } from "../late.ts";
import type { Shelf, Unwritten } from "../unwritten.ts";
import { isAway, isLost, PostgresError } from "./trouble.ts";

/** For so long an outcome is tried again, while somebody waits for it: a server restarts in less. */
const pausesMs = [200, 500, 1_000, 2_000, 4_000];
/** How soon the end of a pause is noticed. */
const sliceMs = 250;

/** An engine that gives up at once. */
export type BareEngine = Omit<Engine, keyof Insistence>;

type Insistence = Pick<Engine, "insist" | "disown" | "isAway">;

export interface Insisting {
  /** Null where this user has no folder to keep anything in. */
  readonly shelf: Shelf | null;
  readonly sleep: (ms: number) => Promise<void>;
  /** Aborts when nobody waits any more; null: somebody always does. */
  readonly givenUp: AbortSignal | null;
}

/** How a journal that may be out of reach gets to know what it must. */
export function insistenceOf(engine: BareEngine, { shelf, sleep, givenUp }: Insisting): Insistence {
  const isGivenUp = () => givenUp?.aborted === true;
  const rest = async (ms: number) => {
    for (let left = ms; left > 0 && !isGivenUp(); left -= sliceMs) {
      await sleep(Math.min(left, sliceMs));
    }
  };
  const untilWritten = async <T>(write: () => Promise<T>, otherwise: Unwritten): Promise<T> => {
    for (const pause of [...pausesMs, null]) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof PostgresError)) throw error;
        if (pause === null || isGivenUp()) throw kept(shelf, otherwise, error);
        await rest(pause);
      }
    }
    throw new Error("the last pause is null, which ends it");
  };
  return {
    isAway,
    insist: async (write, otherwise) => {
      const keepAhead = () => {
        keepIfPossible(shelf, otherwise);
      };
      if (isGivenUp()) keepAhead();
      givenUp?.addEventListener("abort", keepAhead);
      try {
        const written = await untilWritten(write, otherwise);
        if (isGivenUp()) shelf?.drop(otherwise);
        return written;
      } finally {
        givenUp?.removeEventListener("abort", keepAhead);
      }
    },
    disown: async (row, error) => {
      // Thrown behind a commit where the journal turned out to be an older copy.
      if (!isLost(error) && !(error instanceof JournalUnavailable)) return;
      const unsent: Unwritten = { tag: "unsent", row };
      // First of all on disk: this process may be killed, too.
      shelf?.keep(unsent);
      await writeLate({ ...engine, ...noInsistence }, unsent).then(
        () => shelf?.drop(unsent),
        () => undefined,
      );
    },
  };
}

/** Writes what earlier runs on this machine could not. What still cannot be written stays where it is. */
export async function writeKept(engine: Engine, shelf: Shelf | null): Promise<void> {
  for (const what of shelf?.all() ?? []) {
    try {
      await writeLate(engine, what);
      shelf?.drop(what);
    } catch (error) {
      if (!(error instanceof PostgresError)) throw error;
    }
  }
}

/** Whoever waits no more may end this process before the database answers. */
function keepIfPossible(shelf: Shelf | null, what: Unwritten): void {
  try {
    shelf?.keep(what);
  } catch {
    // It is kept again once it cannot be written, and that says why it cannot be kept.
  }
}

function kept(shelf: Shelf | null, what: Unwritten, cause: PostgresError): OutcomeKept {
  const file = shelf?.keep(what) ?? null;
  return new OutcomeKept(
    file === null
      ? `${cause.message}. There is no folder to keep the outcome in, because this user has no home folder`
      : `${cause.message}. The outcome is kept in ${file}; the next refund command on this machine writes it`,
    { cause },
  );
}

const noInsistence: Insistence = {
  isAway,
  insist: (write) => write(),
  disown: () => Promise.resolve(),
};
