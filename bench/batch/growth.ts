import Libsql from "libsql";
import { openJournal } from "../../src/journal/journal.ts";
import type { StandIn } from "./processes.ts";
import { makeFolder } from "./files.ts";
import { median } from "./median.ts";
import { runBatch } from "./throughput.ts";

/** Time per row with journals of several sizes, interleaved. */
export async function measureGrowth(
  { env }: StandIn,
  take: (count: number) => number,
  sizes: readonly number[],
  { rows, repeats }: { readonly rows: number; readonly repeats: number },
) {
  const folder = makeFolder();
  try {
    const journals = sizes.map((attempts) => ({
      attempts,
      path: folder.path(`${attempts}.db`),
      times: [] as number[],
    }));
    for (const { attempts, path } of journals) await seedJournal(path, attempts);
    for (let repeat = 0; repeat < repeats; repeat++) {
      for (const { path, times } of journals) {
        const { seconds } = await runBatch(env, take(rows), rows, 16, path);
        times.push((seconds * 1000) / rows);
      }
    }
    return journals.map(({ attempts, times }) => ({ attempts, msPerRow: median(times) }));
  } finally {
    folder.remove();
  }
}

/** Settled attempts on orders of their own, as batches of years would have left them. */
async function seedJournal(path: string, attempts: number): Promise<void> {
  await (await openJournal(path)).close();
  const file = new Libsql(path);
  file.pragma("synchronous = OFF");
  const before = JSON.stringify({
    status: "COMPLETE",
    chargeback: "none",
    currency: "USD",
    paid: "26.00",
    lines: [{ reference: "0".repeat(40), productCode: "GEN-A", quantity: 1, amount: "26.00" }],
    refunds: { tag: "none", raw: "null" },
  });
  const numbered = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${attempts})`;
  // Ids need only be unique and sort like the others.
  const id = "printf('01AAAAAAAA%016d', i)";
  const time = "strftime('%Y-%m-%dT%H:%M:%fZ', 1600000000 + i, 'unixepoch')";
  file.exec(`insert into attempt (id, realm, api, account, number, kind, amount, currency, items, sameness,
    completes, reason, comment, ticket, again, batch, row, before, user, host, pid, started_at, send_by,
    busy_until, outcome, settled_by, settled_at)
    ${numbered} select ${id}, 'live', 'rpc6', 'ACME', 4000000000 + i, 'total', '26.00', 'USD', '[]',
    '26.00 USD whole', 1, 'Other', '', 'T-' || i, '', '01BATCH', 'content ' || i, '${before}', 'user', 'host',
    1, ${time}, ${time}, ${time}, 'accepted', 'answer', ${time} from n`);
  file.exec(
    `insert into timeline (attempt, at, what) ${numbered} select ${id}, ${time}, 'recorded' from n`,
  );
  file.pragma("wal_checkpoint(TRUNCATE)");
  file.close();
}
