import { type SimulatedClock, simulatedClock } from "./clock.ts";
import type { CancelCall, Look, MoneyCall } from "./calls.ts";
import { type Access, type DeskJournal, journalInFile } from "./desk-journal.ts";
import { type Disk, openDisk } from "./disk.ts";
import type { Habits } from "./habits.ts";
import type { RecordedAttempt, RecordedJournal } from "./journal-reader.ts";
import { type KnownAttempt, remember } from "./known-attempts.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { type Ended, type Running, type RunOptions, startRun } from "./machine.ts";
import { type Kill, processFor } from "./process.ts";
import { soldOrders, type SoldOrder } from "./shop.ts";
import { type Service, startService } from "./service.ts";
import { ranText } from "./story.ts";
import { newVisit, type Visit, type VisitPlan } from "./visit.ts";
import type { Wish } from "./wishes.ts";

/** One command line and what came of it. */
export interface Ran extends Ended {
  readonly argv: readonly string[];
  readonly visit: Visit;
  readonly calls: readonly MoneyCall[];
  readonly cancels: readonly CancelCall[];
  readonly looks: readonly Look[];
  /** What it was asked to do, when it was one refund. */
  readonly comment: string | null;
  /** Stopped by the user, damaged under its hands, or asked for an answer that never comes. */
  readonly disturbed: boolean;
}

export interface Asked {
  readonly comment?: string;
  readonly plan?: VisitPlan;
  readonly options?: RunOptions;
  readonly disturbed?: boolean;
  /** Told when it runs, so that somebody may type or stop it. */
  readonly started?: (running: Running) => Promise<void>;
}

/** A simulated desk: a machine, its journal, 2Checkout as it really is, and what was wished. */
export interface World {
  readonly clock: SimulatedClock;
  readonly habits: Habits;
  readonly orders: SoldOrder[];
  readonly ledger: Ledger;
  readonly service: Service;
  readonly disk: Disk;
  readonly journal: DeskJournal;
  /** By id; also those that the journal has forgotten. */
  readonly known: ReadonlyMap<string, KnownAttempt>;
  /** Comments of refunds that were asked for with `--again`, and what they were to repeat. */
  readonly repeats: Map<string, string>;
  /** Comments of refunds that were asked for with `--skip-checks`. */
  readonly bold: Set<string>;
  /** What was wished by each comment. */
  readonly wished: Map<string, Wish>;
  /** Files of batches, and the comments of their rows. */
  readonly batches: { readonly path: string; readonly comments: readonly string[] }[];
  readonly newComment: () => string;
  readonly run: (argv: readonly string[], asked?: Asked) => Promise<Ran>;
  /** The built program in a process of its own, killed after a while where that is said. */
  readonly runProcess: (argv: readonly string[], asked: Asked, kill: Kill | null) => Promise<Ran>;
  /** Whether reads or time went wrong in a run. */
  readonly misread: (visit: number) => boolean;
  /** The journal as another program reads it now; what it holds is remembered. */
  readonly read: () => RecordedJournal;
  /** The same while it is damaged: nothing is learnt from it. */
  readonly peek: () => RecordedJournal;
  readonly say: (line: string) => void;
  readonly story: readonly string[];
  readonly close: () => Promise<void>;
}

/** Opens the journal of a new desk. */
export type OpenJournal = (disk: Disk, clock: SimulatedClock) => Promise<DeskJournal>;

export interface Premises {
  readonly startedAt?: number;
  readonly openJournal?: OpenJournal;
}

export async function openWorld(
  habits: Habits,
  random: () => number,
  { startedAt, openJournal = journalInFile }: Premises = {},
): Promise<World> {
  let told: (truth: number) => void = () => undefined;
  const clock = simulatedClock(startedAt, (truth) => {
    told(truth);
  });
  const orders = [...soldOrders()];
  const ledger = openLedger();
  const disk = openDisk();
  const known = new Map<string, KnownAttempt>();
  const story: string[] = [];
  const troubled = new Set<number>();
  let visits = 0;
  let comments = 0;

  const say = (line: string) => void story.push(`# ${line}`);
  const journal = await openJournal(disk, clock);
  told = journal.toldTime;
  const peek = journal.read;
  const read = (): RecordedJournal => {
    const now = peek();
    remember(known, now.attempts, service.calls());
    return now;
  };
  const openOn = (number: string): readonly RecordedAttempt[] => {
    let attempts: readonly RecordedAttempt[] = [];
    try {
      ({ attempts } = peek());
    } catch {
      // It was damaged on purpose.
    }
    return attempts
      .filter((each) => each.number === number && each.outcome === null)
      .sort((one, other) => (one.id < other.id ? -1 : 1));
  };
  const service = await startService({ clock, habits, orders, ledger }, openOn);

  const visitFor = ({ plan = {} }: Asked, onDeath: () => void): Visit => {
    const visit = newVisit((visits += 1), plan, () => {
      visit.dead = true;
      onDeath();
      setImmediate(() => {
        service.hangUp(visit);
      });
    });
    service.visits(visit);
    return visit;
  };
  const written = (
    visit: Visit,
    argv: readonly string[],
    ended: Ended,
    asked: Asked,
    trouble: string | null,
  ): Ran => {
    const faults = visit.reads.slice(0, visit.readCalls);
    const { comment = null } = asked;
    const disturbed = asked.disturbed === true || trouble !== null;
    if (trouble !== null) say(`${trouble}, in:`);
    if (visit.dead || disturbed || faults.some((fault) => fault !== "fine")) {
      troubled.add(visit.id);
    }
    const of = ({ visit: id }: { readonly visit: number }) => id === visit.id;
    const calls = service.calls().filter(of);
    const cancels = service.cancels().filter(of);
    const looks = service.looks().filter(of);
    const ran: Ran = { ...ended, argv, visit, calls, cancels, looks, comment, disturbed };
    story.push(ranText(ran));
    return ran;
  };

  const run = async (argv: readonly string[], asked: Asked = {}): Promise<Ran> => {
    let access: Access | null = null;
    const visit = visitFor(asked, () => {
      disk.freeze();
      access?.die();
    });
    access = await journal.forRun(visit);
    const { data, apartMs } = access;
    const environment = { ...service.environment(visit), ...access.environment };
    const surroundings = { disk, data, apartMs, clock, random, environment };
    const running = startRun(argv, visit, surroundings, asked.options);
    if (asked.started !== undefined) {
      await Promise.race([asked.started(running), running.ended]);
    }
    const ended = await running.ended;
    const trouble = await access.end();
    if (visit.dead) disk.thaw();
    return written(visit, argv, ended, asked, trouble);
  };

  const runProcess = async (
    argv: readonly string[],
    asked: Asked,
    kill: Kill | null,
  ): Promise<Ran> => {
    const visit = visitFor(asked, () => undefined);
    const access = await journal.forRun(visit);
    const environment = { ...service.environment(visit), ...access.environment };
    const ended = await processFor(argv, visit, disk, access.data, environment, kill);
    return written(visit, argv, ended, asked, await access.end());
  };

  return {
    clock,
    habits,
    orders,
    ledger,
    service,
    disk,
    journal,
    known,
    run,
    runProcess,
    read,
    peek,
    story,
    repeats: new Map(),
    bold: new Set(),
    wished: new Map(),
    batches: [],
    misread: (visit) => troubled.has(visit),
    newComment: () => `wish ${(comments += 1)}`,
    say,
    close: async () => {
      await service.stop();
      disk.remove();
    },
  };
}
