import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startProgram } from "../faults/program.ts";
import type { Disk } from "./disk.ts";
import type { Ended } from "./machine.ts";
import { merchant } from "./shop.ts";
import type { Visit } from "./visit.ts";

/** When a process is killed: so long after its start, or after the service has heard a request of it. */
export interface Kill {
  /** 0 is the start. */
  readonly request: number;
  readonly afterMs: number;
}

/** Runs the built program, and kills it where that is said. A killed one left the disk as it is. */
export async function processFor(
  argv: readonly string[],
  visit: Visit,
  { home, journal }: Pick<Disk, "home" | "journal">,
  data: string,
  environment: Readonly<Record<string, string>>,
  kill: Kill | null,
): Promise<Ended> {
  const its = {
    HOME: home,
    XDG_DATA_HOME: dirname(data),
    TERM: "dumb",
    NO_COLOR: "1",
    REFUND_JOURNAL: journal,
    REFUND_MERCHANT_CODE: merchant.code,
    REFUND_SECRET_KEY: merchant.key,
    REFUND_LEGACY_USERNAME: merchant.legacyUser,
    REFUND_LEGACY_PASSWORD: merchant.legacyPassword,
    ...environment,
  };
  const { child, ended } = startProgram(argv, its, data);
  if (kill !== null) {
    const state = { over: false };
    void ended.finally(() => (state.over = true)).catch(() => undefined);
    while (!state.over && visit.requests < kill.request) await wait(1);
    await wait(kill.afterMs);
    if (!state.over) child.kill("SIGKILL");
  }
  const { code, out } = await ended;
  if (code === null) visit.die();
  return { code, out, err: "", hung: false };
}
