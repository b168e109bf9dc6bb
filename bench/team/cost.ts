import pg from "pg";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import type { ServerPlace } from "../../src/journal-place.ts";
import { median } from "../batch/median.ts";
import { type TeamMachine, teamMachine } from "./machine.ts";
import { journalUrl, type OwnServer } from "./server.ts";

/** What a scripted refund takes, in milliseconds; medians of interleaved runs of the real program. */
export interface RefundCost {
  readonly file: number;
  readonly shared: number;
  /** With so many attempts in the shared journal. */
  readonly large: number;
}

/** Each refund is of an order of its own. */
export async function measureRefunds(
  server: OwnServer,
  env: Readonly<Record<string, string>>,
  take: (count: number) => number,
  { repeats, attempts }: { readonly repeats: number; readonly attempts: number },
): Promise<RefundCost> {
  const [small, large] = [await server.newJournal(), await server.newJournal()];
  await fill(large, attempts);
  const machines = {
    file: teamMachine(env),
    shared: teamMachine({ ...env, REFUND_JOURNAL: journalUrl(small) }),
    large: teamMachine({ ...env, REFUND_JOURNAL: journalUrl(large) }),
  };
  const found = { file: [] as number[], shared: [] as number[], large: [] as number[] };
  try {
    for (let repeat = -1; repeat < repeats; repeat++) {
      for (const name of ["file", "shared", "large"] as const) {
        const ms = await refundOnce(machines[name], generatedOrderNumber(take(1)));
        // The first makes the file, and warms what is warm ever after.
        if (repeat >= 0) found[name].push(ms);
      }
    }
  } finally {
    for (const machine of Object.values(machines)) machine.remove();
  }
  return { file: median(found.file), shared: median(found.shared), large: median(found.large) };
}

async function refundOnce({ start }: TeamMachine, order: string): Promise<number> {
  const begun = performance.now();
  const { code, out, err } = await start("total", order, "--reason", "Other", "--yes", "--json")
    .ended;
  if (code !== 0) throw new Error(out + err);
  return performance.now() - begun;
}

/** Attempts on other orders, each accepted. */
async function fill(place: ServerPlace, attempts: number): Promise<void> {
  const { host, port, user, database, password } = place;
  const client = new pg.Client({ host, port, user, database, password: password?.reveal() });
  await client.connect();
  await client.query(
    `insert into refund.attempt (id, realm, api, account, number, ordinal, copied, kind, amount, currency,
       items, sameness, completes, reason, comment, again, batch, "row", "user", host, pid, started_at, send_by,
       busy_until, outcome, settled_by, settled_at, paid_twice)
     select lpad(n::text, 26, '0'), 'http://127.0.0.1', 'rpc6', 'SANDBOX', (7000000000 + n)::text, 0, '', 'total',
       '5.00', 'USD', '[]', '5.00 USD amount', 1, 'Other', '', '', '', '', 'agent', 'desk', 1,
       '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:30.000Z', '2026-01-01T00:01:00.000Z', 'accepted', 'answer',
       '2026-01-01T00:00:01.000Z', 0
     from generate_series(1, ${attempts}) as n`,
  );
  await client.query("analyze");
  await client.end();
}
