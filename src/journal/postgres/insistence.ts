import { JournalUnavailable, OutcomeKept } from "../../failure.ts";
import type { Engine } from "../engine.ts";
import { writeLate } from "../late.ts";
import type { Shelf, Unwritten } from "../unwritten.ts";
import { isAway, isLost, PostgresError } from "./trouble.ts";

/** For so long an outcome is tried again, while somebody waits for it: a server restarts in less. */
const pausesMs = [200, 500, 1_000, 2_000, 4_000];

/** An engine that gives up at once. */
export type BareEngine = Omit<Engine, keyof Insistence>;

type Insistence = Pick<Engine, "insist" | "disown" | "isAway">;

export interface Insisting {
  /** Null where this user has no folder to keep anything in. */
  readonly shelf: Shelf | null;
  readonly sleep: (ms: number) => Promise<void>;
}

/** How a journal that may be out of reach gets to know what it must. */
export function insistenceOf(engine: BareEngine, { shelf, sleep }: Insisting): Insistence {
  return {
    isAway,
    insist: async (write, otherwise) => {
      for (const pause of [...pausesMs, null]) {
        try {
          return await write();
        } catch (error) {
          if (!(error instanceof PostgresError)) throw error;
          if (pause === null) throw kept(shelf, otherwise, error);
          await sleep(pause);
        }
      }
      throw new Error("the last pause is null, which ends it");
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
