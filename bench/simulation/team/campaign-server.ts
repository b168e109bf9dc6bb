import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { startServer } from "../../team/server.ts";
import type { OpenJournal } from "../world.ts";
import { type DatabaseFault, faultText } from "./fault.ts";
import { type OpenDatabase, startReader } from "./reader.ts";
import { relayTo } from "./relay.ts";

/** A real PostgreSQL on which one desk after the other has its journal, and which crashes and recovers. */
export interface CampaignServer {
  /** A desk of several machines with its journal here. What befalls its runs, each in turn. */
  readonly deskWith: (faults: readonly (DatabaseFault | null)[]) => OpenJournal;
  readonly stop: () => Promise<void>;
}

const twoHours = 2 * 3_600_000;
/** How far the clocks of a team's machines are from the right time. */
const machinesApart = [0, twoHours, -twoHours] as const;

// In memory where there is such a thing; it is synced as ever, which costs nothing there.
const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const startingMs = 50;
const longestRecoveryMs = 10_000;
const ignored = (): void => undefined;

export async function startCampaignServer(): Promise<CampaignServer> {
  const server = await startServer({
    root,
    trusts: true,
    // The simulation's clock is found before the server's own.
    flags: ["search_path=simulated,pg_catalog,public"],
  });
  const { host, port, user, database } = await server.newJournal();
  const here = { host, port, user, database };
  const clockFile = join(server.folder, "clock");
  const tellTime = (truth: number) => {
    // Renamed, so that the server reads one or the other.
    writeFileSync(`${clockFile}.next`, String(truth));
    renameSync(`${clockFile}.next`, clockFile);
  };
  await run(
    here,
    `create schema simulated;
     create function simulated.clock_timestamp() returns timestamptz volatile language sql as $$
       select to_timestamp(pg_read_file('${clockFile}')::float8 / 1000)
     $$`,
  );
  const reader = startReader(here);

  const deskWith =
    (faults: readonly (DatabaseFault | null)[]): OpenJournal =>
    async (disk, clock) => {
      await run(
        here,
        `truncate refund.attempt, refund.timeline, refund.batch, refund.batch_row, refund.row_end,
         refund.batch_worker`,
      );
      tellTime(clock.truth());
      const harm = { cuts: 0, crashes: 0 };
      const desk = { runs: 0, calm: false };
      const crash = () => {
        const pid = reader.pid();
        harm.crashes += 1;
        // One process of a server that dies so takes all others with it; then the server recovers.
        process.kill(pid, "SIGKILL");
      };
      return {
        read: reader.read,
        isThere: () => true,
        now: clock.truth,
        machines: machinesApart.length,
        harm,
        toldTime: tellTime,
        forRun: async () => {
          const machine = desk.runs % machinesApart.length;
          const fault = desk.calm ? null : (faults[desk.runs] ?? null);
          desk.runs += 1;
          const before = harm.crashes;
          const relay = await relayTo(here, fault, crash);
          const data = disk.dataOf(machine);
          mkdirSync(data, { recursive: true });
          return {
            environment: {
              REFUND_JOURNAL: `postgres://${user}@127.0.0.1:${relay.port}/${database}`,
            },
            data,
            apartMs: desk.calm ? 0 : (machinesApart[machine] ?? 0),
            die: relay.cut,
            end: async () => {
              await relay.stop();
              if (fault !== null && relay.isHit()) {
                if (!fault.what.startsWith("crash")) harm.cuts += 1;
                return `machine ${machine}, ${faultText(fault)}`;
              }
              return harm.crashes > before ? "the server crashes" : null;
            },
          };
        },
        calm: () => {
          desk.calm = true;
        },
      };
    };
  return {
    deskWith,
    stop: async () => {
      await reader.stop();
      await server.stop();
    },
  };
}

/** Runs a statement. The server may be coming back from a crash. */
async function run(here: OpenDatabase, text: string): Promise<void> {
  for (const begun = performance.now(); ;) {
    const client = new pg.Client(here);
    client.on("error", ignored);
    try {
      await client.connect();
      await client.query(text);
      return;
    } catch (error) {
      if (performance.now() - begun > longestRecoveryMs) throw error;
    } finally {
      await client.end().catch(ignored);
    }
    await wait(startingMs);
  }
}
