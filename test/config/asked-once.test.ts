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
