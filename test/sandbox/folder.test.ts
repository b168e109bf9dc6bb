import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "rolldown";
import { expect, onTestFinished, test } from "vitest";
import { openingMemory } from "../../src/sandbox/demonstration.ts";
import { eraseState, fileStore } from "../../src/sandbox/state-file.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import {
  call,
  login,
  loginParams,
  noon,
  order,
  refund,
  refundLine,
  sandboxFor,
  send,
} from "./calls.ts";

function folderFor(): string {
  const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

test("refunds of both APIs and open sessions outlast the server", async () => {
  const folder = folderFor();
  const first = await startSandbox({ folder });
  const session = await login(first);
  const items = [{ ProductCode: "NOTES", Quantity: 1, Amount: 5 }];
  await call(first, "issueRefund", [session, "73152884", null, items, "", "Fraud"]);
  await refundLine(first, { lineitem_id: "1234567890", category: "4" });
  first.refundElsewhere("73152871", "1.00");
  const ledger = first.ledger();
  await first.stop();
  const second = await sandboxFor({ folder });
  expect(ledger).toHaveLength(3);
  expect(second.ledger()).toEqual(ledger);
  second.settle();
  expect(await order(second, session, "73152884")).toMatchObject({
    Refunds: [{ Amount: 10 }, { Amount: 5 }],
  });
});

test("two servers that share a folder see each other's refunds, sessions and resets", async () => {
  const folder = folderFor();
  const one = await sandboxFor({ folder });
  const other = await sandboxFor({ folder });
  const session = await login(one);
  await refund(one, session, "73152871", 10);
  expect(await refund(other, session, "73152871", 10)).toMatchObject({
    error: { message: "You already have a pending refund request." },
  });
  expect(other.ledger()).toHaveLength(1);
  other.reset();
  expect(one.ledger()).toEqual([]);
});

test("the dates of the demonstration stay where they were when the folder was opened", async () => {
  const folder = folderFor();
  const before = await startSandbox({ folder, clock: () => noon });
  await before.stop();
  const later = noon + 3_600_000;
  const after = await sandboxFor({ folder, clock: () => later });
  const answer = await order(after, await login(after, later), "73152871");
  expect(answer["OrderDate"]).toBe("2026-11-01 15:00:00");
});

test("requests at the same moment to two servers refund an order once", async () => {
  const folder = folderFor();
  const servers = [await sandboxFor({ folder }), await sandboxFor({ folder })];
  const attempts = servers.flatMap((server) => [server, server, server]);
  const answers = await Promise.all(
    attempts.map(async (server) => refund(server, await login(server), "73152871", 10)),
  );
  expect(answers.filter(({ result }) => result === true)).toHaveLength(1);
  expect(servers[0]?.ledger()).toHaveLength(1);
});

test("four processes that write to one folder at once lose nothing", async () => {
  const folder = folderFor();
  const bundle = join(folder, "state-file.mjs");
  const input = "src/sandbox/state-file.ts";
  await build({ input, platform: "node", output: { file: bundle } });
  const script = `
    const { fileStore } = await import(process.argv[1]);
    const store = fileStore(process.argv[2], () => ({ openedAt: 0, sessions: [], refunds: [] }));
    for (let count = 0; count < 40; count++) {
      store.change((memory) => {
        memory.sessions = [...memory.sessions, { id: process.pid + ":" + count, endsAt: 0 }];
      });
    }`;
  const args = ["--input-type=module", "-e", script, bundle, join(folder, "shared")];
  const run = promisify(execFile);
  await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)));
  const store = fileStore(join(folder, "shared"), () => openingMemory(0));
  const ids = store.change((memory) => memory.sessions.map((session) => session.id));
  expect(new Set(ids).size).toBe(160);
});

test("a lock left behind by a process that died is removed", async () => {
  const folder = folderFor();
  const lock = join(folder, "state.lock");
  const { stdout } = await promisify(execFile)(process.execPath, ["-p", "process.pid"]);
  writeFileSync(lock, stdout.trim());
  const sandbox = await sandboxFor({ folder });
  expect(sandbox.ledger()).toEqual([]);
  expect(existsSync(lock)).toBe(false);
});

test("a lock older than any request is removed even if its process id lives again", async () => {
  const folder = folderFor();
  const lock = join(folder, "state.lock");
  const broom = join(folder, "state.lock.removal");
  const aMinuteAgo = Date.now() / 1000 - 60;
  for (const path of [lock, broom]) {
    writeFileSync(path, String(process.pid));
    utimesSync(path, aMinuteAgo, aMinuteAgo);
  }
  const sandbox = await sandboxFor({ folder });
  expect(sandbox.ledger()).toEqual([]);
  expect([existsSync(lock), existsSync(broom)]).toEqual([false, false]);
});

test("a lock that is held is waited for", async () => {
  const folder = folderFor();
  const lock = join(folder, "state.lock");
  const released = join(folder, "released");
  const script = `
    const fs = require("node:fs");
    const [, lock, released] = process.argv;
    fs.writeFileSync(lock, String(process.pid));
    console.log("held");
    setTimeout(() => {
      fs.writeFileSync(released, "");
      fs.rmSync(lock);
    }, 150);`;
  const holder = execFile(process.execPath, ["-e", script, lock, released]);
  await new Promise((resolve) => holder.stdout?.once("data", resolve));
  const store = fileStore(folder, () => openingMemory(0));
  expect(store.change(() => existsSync(released))).toBe(true);
});

test("a file that is not a state file is an error that names it, until it is erased", async () => {
  const folder = folderFor();
  const contents = [
    "{",
    "[]",
    "{}",
    JSON.stringify({ openedAt: 0, sessions: [5], refunds: [] }),
    JSON.stringify({ openedAt: 0, sessions: [], refunds: [{ id: "1" }] }),
  ];
  for (const text of contents) {
    writeFileSync(join(folder, "state.json"), text);
    await expect(startSandbox({ folder })).rejects.toThrow(/state\.json is not a state file/);
  }
  eraseState(folder);
  const sandbox = await sandboxFor({ folder });
  expect(sandbox.ledger()).toEqual([]);
});

test("a state file that is spoilt while the stand-in runs is told at HTTP 500", async () => {
  const folder = folderFor();
  const sandbox = await sandboxFor({ folder });
  writeFileSync(join(folder, "state.json"), "{");
  const response = await send(sandbox, "login", loginParams(sandbox, Date.now()));
  expect(response.status).toBe(500);
  expect(await response.text()).toContain("is not a state file");
});

test.skipIf(process.platform === "win32")("the state is for its owner's eyes only", async () => {
  const folder = join(folderFor(), "new");
  await sandboxFor({ folder });
  expect(statSync(join(folder, "state.json")).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
