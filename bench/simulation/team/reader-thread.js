import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { workerData } from "node:worker_threads";
import pg from "pg";

// Reads a journal for a thread that waits for it. Not the program's code: plain SQL, in one statement.
const { port, flag, server } = workerData;
/** @type {pg.Client | null} */
let known = null;

const everything = `
  select pg_backend_pid() as pid,
    (select coalesce(json_agg(t), '[]') from refund.attempt as t) as attempt,
    (select coalesce(json_agg(t), '[]') from refund.timeline as t) as timeline,
    (select coalesce(json_agg(t), '[]') from refund.batch as t) as batch,
    (select coalesce(json_agg(t), '[]') from refund.batch_row as t) as batch_row,
    (select coalesce(json_agg(t), '[]') from refund.row_end as t) as row_end`;

/** What a run that was cut off had asked for is done by then. */
const busy = `
  select count(*)::integer as count from pg_stat_activity
  where datname = current_database() and backend_type = 'client backend'
    and state = 'active' and pid <> pg_backend_pid()`;

async function connected() {
  if (known !== null) return known;
  const client = new pg.Client(server);
  client.on("error", () => (known = null));
  await client.connect();
  known = client;
  return client;
}

/** @param {"everything" | "pid"} what */
async function read(what) {
  for (const begun = performance.now(); ; await pause(20)) {
    try {
      const client = await connected();
      if (what === "pid") return (await client.query("select pg_backend_pid() as pid")).rows[0];
      for (let looks = 0; looks < 20; looks++) {
        const { rows } = await client.query(busy);
        if (rows[0].count === 0) break;
        await pause(10);
      }
      return (await client.query(everything)).rows[0];
    } catch (error) {
      known = null;
      // The server may be coming back from a crash.
      if (performance.now() - begun > 10_000) throw error;
    }
  }
}

port.on("message", (/** @type {"everything" | "pid"} */ what) => {
  void read(what)
    .then((found) => ({ found }))
    .catch((error) => ({ error: String(error) }))
    .then((answer) => {
      port.postMessage(answer);
      Atomics.store(flag, 0, 1);
      Atomics.notify(flag, 0);
    });
});
