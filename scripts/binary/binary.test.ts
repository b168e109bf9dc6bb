import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createHash } from "node:crypto";
import { basename, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { folderFor } from "../../test/journal/open.ts";
import { runProcess } from "../../test/support/process.ts";
import { received, sandboxFor } from "../../test/support/sandbox.ts";
import { filesIn } from "../check-install/desk.ts";

const executable = resolve("binary/refund");
const refund = ["total", "73152871", "--reason", "Other", "--yes", "--json"];

/** A user whom the system does not know by name, as containers have them; only root can be somebody else. */
const nobody = 54321;
const asNobody =
  process.getuid?.() === 0 && existsSync("/usr/bin/setpriv")
    ? ["/usr/bin/setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"]
    : [];

test("it refunds with no Node, no PATH, no home and nothing to write but its journal's folder", async () => {
  const sandbox = await sandboxFor();
  const folder = folderFor();
  const [program, journal] = [join(folder, "program"), join(folder, "journal")];
  for (const each of [program, journal]) mkdirSync(each);
  for (const each of [folder, journal])
    chownSync(each, ...(asNobody.length > 0 ? ([nobody, nobody] as const) : owner(each)));
  copyFileSync(executable, join(program, "refund"));
  chmodSync(program, 0o555);
  const env = { PATH: "", REFUND_JOURNAL: join(journal, "journal.db"), ...environmentOf(sandbox) };
  const [first = "", ...line] = [...asNobody, join(program, "refund"), ...refund];
  const { code, out, err } = await runProcess(first, line, { env, cwd: journal });
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(JSON.parse(out)).toMatchObject({ outcome: "accepted", refund: { amount: "241.49" } });
  expect(received(sandbox, "issueRefund")).toBe(1);
  expect(readdirSync(program)).toEqual(["refund"]);
  const again = await runProcess(first, line, { env, cwd: journal });
  expect(JSON.parse(again.out)).toMatchObject({ outcome: "blocked" });
  expect(received(sandbox, "issueRefund")).toBe(1);
});

test.each(["--version", "--help"])("%s unpacks nothing", async (word) => {
  const home = folderFor();
  const { code, out } = await runProcess(executable, [word], { env: { HOME: home }, cwd: home });
  expect(code).toBe(0);
  expect(out).not.toBe("");
  expect(filesIn(home)).toEqual([]);
});

test("the keychain's native part is unpacked once, for this user alone, and again where it was changed", async () => {
  const { home, cache, keychain } = desk();
  // What the package says of the same keychain, which the native part was asked for.
  const said = await desk().keychain(process.execPath, resolve("bin/refund.js"));
  expect(await keychain()).toBe(said);
  const [file = ""] = filesIn(cache);
  expect(filesIn(home)).toEqual([file]);
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  expect(isWhole(file)).toBe(true);
  const unpackedAt = statSync(file).ino;
  expect(await keychain()).toBe(said);
  expect(statSync(file).ino).toBe(unpackedAt);

  writeFileSync(file, "something else");
  expect(await keychain()).toBe(said);
  expect(filesIn(cache)).toEqual([file]);
  expect(isWhole(file)).toBe(true);
});

test("nothing is unpacked into a folder that others can write in, and it says so", async () => {
  const { home, cache, keychain } = desk();
  mkdirSync(cache, { recursive: true });
  for (const mode of [0o777, 0o775]) {
    chmodSync(cache, mode);
    expect(await keychain()).toContain(`${cache} and loaded: the folder must belong to you`);
    expect(filesIn(home)).toEqual([]);
  }
});

test("it is unpacked into a folder that others can read", async () => {
  const { cache, keychain } = desk();
  mkdirSync(cache, { recursive: true });
  chmodSync(cache, 0o755);
  expect(await keychain()).not.toContain("its native part");
  expect(filesIn(cache)).toHaveLength(1);
});

test("what cannot be unpacked leaves nothing, and the folder and the cause are told", async () => {
  const { cache, keychain } = desk("locked");
  await keychain();
  const [file = ""] = filesIn(cache);
  rmSync(file);
  // Nothing can be renamed to this.
  mkdirSync(file);
  const said = await keychain();
  expect(said).toContain(`cannot be unpacked into ${cache} and loaded: EISDIR`);
  expect(readdirSync(cache)).toEqual([basename(file)]);
});

test("what killed runs have left is removed when it is unpacked anew, and what another writes now is not", async () => {
  const { cache, keychain } = desk();
  await keychain();
  const [file = ""] = filesIn(cache);
  const [left, now] = [`${file}.left`, `${file}.now`];
  for (const each of [left, now]) writeFileSync(each, "a part of it");
  utimesSync(left, new Date(), new Date(Date.now() - 2 * 3_600_000));
  await keychain();
  expect([...filesIn(cache)].sort()).toEqual([file, left, now]);
  rmSync(file);
  await keychain();
  expect([...filesIn(cache)].sort()).toEqual([file, now]);
});

/** A home in which the program looks for the keychain. */
function desk(name = "home") {
  const home = join(folderFor(), name);
  mkdirSync(home);
  const keychain = async (...program: readonly string[]) => {
    const [first = executable, ...line] = program;
    const { out } = await runProcess(first, [...line, "doctor", "--json"], {
      env: {
        HOME: home,
        REFUND_RPC_URL: "http://127.0.0.1:1/",
        REFUND_LEGACY_URL: "http://127.0.0.1:1/",
      },
      cwd: home,
    });
    const { checks } = JSON.parse(out) as { checks: { check: string; message: string }[] };
    return checks.find(({ check }) => check === "keychain")?.message;
  };
  return { home, cache: join(home, ".cache", "refund"), keychain };
}

/** Whether a file has the hash by which it is named. */
function isWhole(file: string): boolean {
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return file.includes(hash);
}

function owner(path: string): readonly [number, number] {
  const { uid, gid } = statSync(path);
  return [uid, gid];
}
