import { expect, test } from "vitest";
import { askedOnce } from "../../src/config/asked-once.ts";
import { memoryKeychain } from "../support/keychain.ts";

test("a keychain is asked for an account once, and anew after it was changed there", async () => {
  const asked = memoryKeychain();
  const keychain = askedOnce(asked);
  asked.kept.set("rpc6", "first");
  const secret = async () => (await keychain.read("rpc6")).tag === "done";
  await Promise.all([secret(), secret()]);
  expect(asked.looked).toEqual(["rpc6"]);
  await keychain.write("rpc6", "second");
  expect(await keychain.read("rpc6")).toMatchObject({ secret: "second" });
  await keychain.remove("rpc6");
  expect(await keychain.read("rpc6")).toMatchObject({ secret: null });
  expect(asked.looked).toEqual(["rpc6", "rpc6", "rpc6"]);
});

test("whether a keychain can be used now is never remembered", async () => {
  const asked = memoryKeychain();
  const keychain = askedOnce(asked);
  asked.locked = "it is locked";
  expect(await keychain.reach()).toMatchObject({ tag: "unavailable" });
  asked.locked = null;
  expect(await keychain.reach()).toMatchObject({ tag: "done" });
});

test("a keychain that could not be used is asked again, because a person may have unlocked it", async () => {
  const asked = memoryKeychain();
  const keychain = askedOnce(asked);
  asked.kept.set("rpc6", "first");
  asked.locked = "it is locked";
  expect(await keychain.read("rpc6")).toMatchObject({ tag: "unavailable" });
  asked.locked = null;
  expect(await keychain.read("rpc6")).toMatchObject({ secret: "first" });
  await keychain.read("rpc6");
  expect(asked.looked).toEqual(["rpc6", "rpc6"]);
});

test.each(["write", "remove"] as const)("what is read during a %s is not kept", async (change) => {
  const asked = memoryKeychain();
  asked.kept.set("rpc6", "first");
  let go: () => void = () => undefined;
  const waiting = new Promise<void>((done) => (go = done));
  const keychain = askedOnce({
    ...asked,
    write: (...wanted) => waiting.then(() => asked.write(...wanted)),
    remove: (account) => waiting.then(() => asked.remove(account)),
  });
  const changing = keychain[change]("rpc6", "second");
  expect(await keychain.read("rpc6")).toMatchObject({ secret: "first" });
  go();
  await changing;
  const secret = change === "write" ? "second" : null;
  expect(await keychain.read("rpc6")).toMatchObject({ secret });
});
