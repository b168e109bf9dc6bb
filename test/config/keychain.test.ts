import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { systemKeychain } from "../../src/config/keychain.ts";

/** A keychain whose child is this script. */
function keychainOf(source: string, limitMs?: number) {
  const folder = mkdtempSync(join(tmpdir(), "refund-keychain-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, "child.mjs");
  writeFileSync(path, source);
  const script = pathToFileURL(path);
  return systemKeychain(process.execPath, limitMs === undefined ? { script } : { script, limitMs });
}

test("a keychain that never answers is given up after its time", async () => {
  const keychain = keychainOf("setInterval(() => undefined, 1000);", 200);
  expect(await keychain.read("any")).toMatchObject({
    tag: "unavailable",
    why: expect.stringContaining("within 0.2 s") as unknown,
  });
});

test.each(["process.exit(1)", "process.abort()", 'console.log("no answer")'])(
  "a keychain whose native part ends with %s is unavailable",
  async (source) => {
    expect(await keychainOf(source).read("any")).toMatchObject({ tag: "unavailable" });
  },
);

test("a secret reaches the keychain by a pipe, never by a command line", async () => {
  const keychain = keychainOf(`
    let text = "";
    for await (const chunk of process.stdin) text += chunk;
    const seen = process.argv.join(" ").includes("hush") || JSON.stringify(process.env).includes("hush");
    console.log(JSON.stringify({ tag: "done", secret: seen ? "seen" : JSON.parse(text).secret }));
  `);
  expect(await keychain.write("any", "hush")).toEqual({ tag: "done", secret: "hush" });
});

test.each([
  [
    "Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time",
    "no keychain is running here",
  ],
  [
    "The name org.freedesktop.secrets was not provided by any .service files",
    "no keychain is running",
  ],
  ["User interaction is not allowed.", "over SSH"],
  ["The collection is locked", "unlock it and try again"],
  ["User canceled the operation.", "cancelled"],
  ["Something that nobody has seen yet", "Something that nobody has seen yet"],
])("what the system says of its keychain is told in words: %s", async (why, words) => {
  const said = JSON.stringify({ tag: "unavailable", why });
  const answer = await keychainOf(`console.log(${JSON.stringify(said)})`).read("any");
  expect(answer).toMatchObject({ why: expect.stringContaining(words) as unknown });
});

test("the system's own keychain answers, be it that there is none", async () => {
  const { tag } = await systemKeychain(process.execPath).read("never-kept");
  expect(["done", "unavailable"]).toContain(tag);
});
