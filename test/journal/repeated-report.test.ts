import { describe, expect, onTestFinished, test } from "vitest";
import type { Engine } from "../../src/journal/engine.ts";
import { openFile } from "../../src/journal/file-engine.ts";
import { journalOn } from "../../src/journal/journal.ts";
import { openServer } from "../../src/journal/postgres/engine.ts";
import type { RowReport } from "../../src/journal/batch-work.ts";
import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import { leasedRow, newRow, noon, subject, who } from "./open.ts";

const file = () => openFile(":memory:", { create: true, marks: null, now: () => noon });

async function server(): Promise<Engine> {
  const { agent } = await teamDatabase();
  return openServer(agent, {
    password: agent.password,
    marks: null,
    unwritten: null,
    clocks: { uptime: () => performance.now() },
    sleep: () => Promise.resolve(),
    givenUp: null,
  });
}

const targets = hasPostgres
  ? ([
      ["a file", file],
      ["PostgreSQL", server],
    ] as const)
  : ([["a file", file]] as const);

describe.each(targets)("what came of a row without an attempt, told to %s", (_name, open) => {
  async function rowIn() {
    const engine = await open();
    onTestFinished(() => engine.close());
    const { batches } = journalOn(engine);
    const at = await leasedRow(journalOn(engine));
    const row = { ...newRow({ name: "1", number: subject.number }), key: at.key };
    const endedAt = (time: number): RowReport => ({
      row,
      result: "{}",
      end: { row, outcome: "refused", problem: null, seen: null, who, at: time },
    });
    const told = async () => {
      const ends = await engine.database.selectFrom("row_end").select("at").orderBy("at").execute();
      return ends.map((end) => end.at);
    };
    const exchange = (...reports: readonly RowReport[]) =>
      batches.exchange(at, { reports, held: [], wanted: [], most: 0 });
    return { at, batches, endedAt, told, exchange };
  }

  test("is one end, however often it is told", async () => {
    const { at, batches, endedAt, told, exchange } = await rowIn();
    const report = endedAt(noon);
    await exchange(report);
    // The answer was lost, so it is told again, at another time: with the next rows, or at the end.
    await new Promise((next) => setTimeout(next, 5));
    await exchange(report);
    await batches.leave(at, [report], []);
    expect(await told()).toEqual(["2026-11-21T12:00:00.000Z"]);
  });

  test("is another end when it was tried again", async () => {
    const { endedAt, told, exchange } = await rowIn();
    await exchange(endedAt(noon));
    await exchange(endedAt(noon + 1));
    expect(await told()).toEqual(["2026-11-21T12:00:00.000Z", "2026-11-21T12:00:00.001Z"]);
  });
});
