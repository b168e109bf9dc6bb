import type { SimulatedClock } from "./clock.ts";
import type { Disk } from "./disk.ts";
import { loadReader, readJournal, type RecordedJournal } from "./journal-reader.ts";
import type { Visit } from "./visit.ts";

/** The journal of a desk, as it lies there, and how a run gets at it. */
export interface DeskJournal {
  /** As another program reads it now. */
  readonly read: () => RecordedJournal;
  readonly isThere: () => boolean;
  /** What the clock shows by which its times are written. */
  readonly now: () => number;
  /** The machines that have it. */
  readonly machines: number;
  /** What was done to the way to it, and to its server. */
  readonly harm: { readonly cuts: number; readonly crashes: number };
  readonly forRun: (visit: Visit) => Promise<Access>;
  /** Gets the true time whenever some has gone by. */
  readonly toldTime: (truth: number) => void;
  /** From now on nothing goes wrong with it any more. */
  readonly calm: () => void;
}

/** What one run has of it. */
export interface Access {
  readonly environment: Readonly<Record<string, string>>;
  /** The folder in which its machine keeps data. */
  readonly data: string;
  /** How far its machine's clock is from that of the desk. */
  readonly apartMs: number;
  /** Its process is dead: from now on it changes nothing. */
  readonly die: () => void;
  /** Whether something went wrong with the journal meanwhile, in words; null: nothing. */
  readonly end: () => Promise<string | null>;
}

/** Of one machine, in the file where it is by default. */
export async function journalInFile(disk: Disk, clock: SimulatedClock): Promise<DeskJournal> {
  await loadReader();
  const access: Access = {
    environment: {},
    data: disk.data,
    apartMs: 0,
    die: () => undefined,
    end: () => Promise.resolve(null),
  };
  return {
    read: () => readJournal(disk.journal),
    isThere: () => disk.hasJournal(),
    now: clock.wall,
    machines: 1,
    harm: { cuts: 0, crashes: 0 },
    forRun: () => Promise.resolve(access),
    toldTime: () => undefined,
    calm: () => undefined,
  };
}
