import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import Database from "libsql";
import { expect, onTestFinished, test } from "vitest";
import { openingMemory } from "../../src/sandbox/demonstration.ts";
import { folderStore, resetFolder } from "../../src/sandbox/folder-store.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import { ShopFile } from "../../src/sandbox/shop-file.ts";
import type { Store } from "../../src/sandbox/store.ts";
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
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

function storeOf(folder: string): Store {
  const store = folderStore(folder, () => openingMemory(0));
  onTestFinished(() => {
    store.close();
  });
  return store;
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
  const script = `
    const { folderStore } = await import(process.argv[1]);
    const store = folderStore(process.argv[2], () => ({ openedAt: 0, sessions: [], refunds: [] }));
    for (let count = 0; count < 40; count++) {
      store.change((memory) => {
        memory.sessions = [...memory.sessions, { id: process.pid + ":" + count, endsAt: 0 }];
        memory.refunds.push({ ...memory.refunds[0], ...JSON.parse(process.argv[3]), id: String(memory.refunds.length) });
      });
    }`;
  const source = pathToFileURL(resolve("src/sandbox/folder-store.ts")).href;
  const [refund] = openingMemory(0).refunds;
  const words = ["--import", "tsx", "--input-type=module", "-e", script];
  const args = [...words, source, folder, JSON.stringify(refund)];
  const run = promisify(execFile);
  await Promise.all([1, 2, 3, 4].map(() => run(process.execPath, args)));
  const store = storeOf(folder);
  const { sessions, refunds } = store.change((memory) => ({ ...memory }));
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(160);
  expect(refunds.map(({ id }) => id)).toEqual(Array.from({ length: 160 }, (_, id) => String(id)));
});

test("a process that is killed in the middle of a change leaves the shop as it was, and unlocked", async () => {
  const folder = folderFor();
  storeOf(folder).change(() => undefined);
  const script = `
    const { folderStore } = await import(process.argv[1]);
    folderStore(process.argv[2], () => null).change((memory) => {
      memory.refunds = [];
      process.kill(process.pid, "SIGKILL");
    });`;
  const source = pathToFileURL(resolve("src/sandbox/folder-store.ts")).href;
  const words = ["--import", "tsx", "--input-type=module", "-e", script, source, folder];
  await expect(promisify(execFile)(process.execPath, words)).rejects.toMatchObject({
    signal: "SIGKILL",
  });
  const store = storeOf(folder);
  expect(store.change(({ refunds }) => refunds)).toEqual(openingMemory(0).refunds);
});

test("what a change did before it threw is not kept", () => {
  const folder = folderFor();
  const store = storeOf(folder);
  const before = store.change(({ refunds }) => refunds.length);
  const spoil = () =>
    store.change((memory) => {
      memory.refunds.push(...memory.refunds);
      memory.sessions = [{ id: "half", endsAt: 1 }];
      throw new Error("half way");
    });
  expect(spoil).toThrow("half way");
  expect(store.change(({ refunds, sessions }) => [refunds.length, sessions])).toEqual([before, []]);
});

test("a shop that is replaced as a whole, added to and reset is the same for whoever opens it next", () => {
  const folder = folderFor();
  const store = storeOf(folder);
  const seen = () => storeOf(folder).change((memory) => structuredClone(memory));
  store.change((memory) => {
    memory.refunds = memory.refunds.map((refund) => ({ ...refund, comment: "all" }));
  });
  expect(new Set(seen().refunds.map(({ comment }) => comment))).toEqual(new Set(["all"]));
  store.change((memory) => {
    memory.refunds.push(...openingMemory(0).refunds.slice(0, 1));
  });
  expect(seen().refunds.at(-1)).toEqual(openingMemory(0).refunds[0]);
  store.reset();
  expect(seen()).toEqual(openingMemory(0));
  expect(store.change((memory) => structuredClone(memory))).toEqual(openingMemory(0));
});

test("if its folder is removed, a running stand-in starts over", async () => {
  const folder = folderFor();
  const sandbox = await sandboxFor({ folder });
  await refund(sandbox, await login(sandbox), "73152871", 10);
  rmSync(folder, { recursive: true });
  expect(sandbox.ledger()).toEqual([]);
  expect(await refund(sandbox, await login(sandbox), "73152871", 10)).toMatchObject({
    result: true,
  });
});

test("a file that is none of the stand-in's is an error that names it, until the folder is reset", async () => {
  const contents = [
    (file: string) => {
      writeFileSync(file, "This is a text and no database, which is seen at its first bytes.");
    },
    (file: string) => {
      const other = new Database(file);
      other.exec("create table opening (at any); insert into opening values ('noon')");
      other.close();
    },
    (file: string) => {
      new ShopFile(file).close();
      const other = new Database(file);
      other.exec("insert into opening values (0); insert into refund values ('{}')");
      other.close();
    },
  ];
  for (const write of contents) {
    const folder = folderFor();
    write(join(folder, "shop.db"));
    await expect(startSandbox({ folder })).rejects.toThrow(/shop\.db is not a file of this/);
    resetFolder(folder, () => openingMemory(0));
    const sandbox = await sandboxFor({ folder });
    expect(sandbox.ledger()).toEqual([]);
  }
});

test("the state file of an earlier version is passed over", async () => {
  const folder = folderFor();
  writeFileSync(join(folder, "state.json"), "{");
  writeFileSync(join(folder, "state.lock"), String(process.pid));
  expect((await sandboxFor({ folder })).ledger()).toEqual([]);
});

test("a file that is damaged while the stand-in runs is reported with HTTP 500", async () => {
  const folder = folderFor();
  const sandbox = await sandboxFor({ folder });
  const other = new Database(join(folder, "shop.db"));
  other.exec("update refund set entry = '{}'");
  other.close();
  const response = await send(sandbox, "login", loginParams(sandbox, Date.now()));
  expect(response.status).toBe(500);
  expect(await response.text()).toContain("is not a file of this stand-in");
});

test.skipIf(process.platform === "win32")("the state is for its owner's eyes only", async () => {
  const folder = join(folderFor(), "new");
  await sandboxFor({ folder });
  expect(statSync(join(folder, "shop.db")).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});
