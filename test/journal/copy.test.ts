import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { copyInto } from "../../src/journal/copy.ts";
import type { Engine } from "../../src/journal/engine.ts";
import { openFile } from "../../src/journal/file-engine.ts";
import { type Journal, journalOn } from "../../src/journal/journal.ts";
import { openServer } from "../../src/journal/postgres/engine.ts";
import { retire } from "../../src/journal/state.ts";
import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import { begunAttempt, folderFor, intent, noon, settledAttempt, subject } from "./open.ts";

interface Opened {
  readonly engine: Engine;
  readonly journal: Journal;
}

async function file(): Promise<Opened> {
  const engine = await openFile(join(folderFor(), "journal.db"), {
    create: true,
    marks: null,
    now: () => noon,
  });
  onTestFinished(() => engine.close());
  return { engine, journal: journalOn(engine) };
}

async function server(): Promise<Opened> {
  const { agent } = await teamDatabase();
  const engine = await openServer(agent, {
    password: agent.password,
    marks: null,
    unwritten: null,
    clocks: { uptime: () => performance.now() },
    sleep: () => Promise.resolve(),
    givenUp: null,
  });
  onTestFinished(() => engine.close());
  return { engine, journal: journalOn(engine) };
}

const accepted = {
  outcome: "accepted",
  by: "answer",
  problem: null,
  evidence: null,
  at: noon,
} as const;

const targets = hasPostgres
  ? ([
      ["a file", file],
      ["PostgreSQL", server],
    ] as const)
  : ([["a file", file]] as const);

describe.each(targets)("what is copied into %s", (_name, open) => {
  test("is as it was, and guards", async () => {
    const [from, to] = [await file(), await open()];
    const id = await settledAttempt(from.journal, "accepted", { comment: "Sorry", ticket: "T-1" });
    expect(await copyInto(to.engine, from.engine.database)).toEqual({ added: 1, settled: 0 });
    expect(await to.journal.find(id)).toEqual(await from.journal.find(id));
    expect(await to.journal.timeline(id)).toEqual(await from.journal.timeline(id));
    // Whoever has not seen the copy cannot carry out his plan.
    expect(await to.journal.begin(intent({ sameness: "9" }), [])).toEqual({ tag: "conflict" });
    expect(await to.journal.begin(intent({ sameness: "9" }), [id])).toMatchObject({ tag: "begun" });
  });

  test("is kept beside the same refund of another journal, and both count", async () => {
    const [one, two, to] = [await file(), await file(), await open()];
    const ids = [
      await settledAttempt(one.journal, "accepted"),
      await settledAttempt(two.journal, "accepted"),
    ];
    for (const { engine } of [one, two]) await copyInto(to.engine, engine.database);
    const found = await to.journal.attemptsOn(subject);
    expect(found.map(({ id }) => id).sort()).toEqual(ids.sort());
    expect(found.every(({ outcome }) => outcome === "accepted")).toBe(true);
  });

  test("blocks as long as either of two open ones is, and takes outcomes settled since", async () => {
    const [one, two, to] = [await file(), await file(), await open()];
    const ids = [await begunAttempt(one.journal), await begunAttempt(two.journal)] as const;
    for (const { engine } of [one, two]) await copyInto(to.engine, engine.database);
    expect(await to.journal.list({ outcome: "unknown" })).toHaveLength(2);
    await one.journal.settle(ids[0], accepted);
    expect(await copyInto(to.engine, one.engine.database)).toEqual({ added: 0, settled: 1 });
    expect(await to.journal.find(ids[0])).toMatchObject({ outcome: "accepted" });
    expect(await to.journal.find(ids[1])).toMatchObject({ outcome: null });
    expect(await copyInto(to.engine, one.engine.database)).toEqual({ added: 0, settled: 0 });
  });

  test("never takes accepted back, and is accepted over a word that it was not", async () => {
    const [from, to] = [await file(), await open()];
    const id = await begunAttempt(from.journal);
    await copyInto(to.engine, from.engine.database);
    await to.journal.settle(id, { ...accepted, outcome: "not-applied", by: "person" });
    await from.journal.settle(id, accepted);
    await copyInto(to.engine, from.engine.database);
    expect(await to.journal.find(id)).toMatchObject({ outcome: "accepted", settledBy: "answer" });
  });
});

test("a journal is not retired while a process may be at work on one of its attempts", async () => {
  const { engine, journal } = await file();
  const id = await begunAttempt(journal, { busyUntil: noon + 60_000 });
  await expect(retire(engine.database, "elsewhere", noon)).rejects.toThrow(id);
  await retire(engine.database, "elsewhere", noon + 60_000);
  await expect(journal.settle(id, accepted)).rejects.toThrow("was copied to elsewhere");
  await retire(engine.database, "elsewhere", noon + 60_000);
  await expect(retire(engine.database, "a third", noon)).rejects.toThrow("elsewhere");
});
