import { describe, expect, test } from "vitest";
import { received } from "../support/sandbox.ts";
import { keys } from "../support/screen.ts";
import { deskWithKeychain } from "./keychain-desk.ts";

/** As a terminal tells a program that a text was pasted, and as it does where it was not asked to tell. */
const marked = (text: string) => `\u001b[200~${text}\u001b[201~`;
const unmarked = (text: string) => text;

describe.each([
  ["questions that are drawn", {}, marked],
  ["plain questions", { REFUND_ACCESSIBLE: "1" }, unmarked],
])("login at %s", (_kind, env, pasted) => {
  test.each([
    ["typed", (text: string) => text],
    ["pasted", pasted],
    ["pasted with spaces around it", (text: string) => pasted(`  ${text} `)],
  ])("keeps what is %s, which whoami then tells without its secret", async (_how, typed) => {
    const { sandbox, kept, start } = await deskWithKeychain();
    const screen = start(["login"], env);
    await screen.shows("Merchant code:");
    screen.type(typed(sandbox.merchantCode));
    screen.type(keys.enter);
    await screen.shows("Secret key:");
    screen.type(typed(sandbox.secretKey));
    screen.type(keys.enter);
    await screen.shows(`Saved ${sandbox.merchantCode} at 127.0.0.1`);
    expect(await screen.ended).toBe(0);
    expect(screen.raw()).not.toContain(sandbox.secretKey);
    expect(received(sandbox, "login")).toBe(1);
    expect(kept()).toContain(sandbox.secretKey);

    const who = start(["whoami"], env);
    expect(await who.ended).toBe(0);
    expect(who.text()).toMatch(new RegExp(`${sandbox.merchantCode} at 127.0.0.1.*\\(keychain\\)`));
    const order = start(["order", "73152899"], env);
    expect(await order.ended).toBe(0);
    expect(order.text()).toContain("Basic licence");
  });

  test("keeps nothing that 2Checkout rejects", async () => {
    const { sandbox, kept, start } = await deskWithKeychain();
    const screen = start(["login"], env);
    await screen.shows("Merchant code:");
    screen.type(sandbox.merchantCode + keys.enter);
    await screen.shows("Secret key:");
    screen.type(`a-key-of-another-account${keys.enter}`);
    await screen.shows("Error:");
    expect(await screen.ended).toBe(3);
    expect(screen.raw()).not.toContain("a-key-of-another-account");
    expect(kept()).toBe("{}");
    const who = start(["whoami"], env);
    expect(await who.ended).toBe(0);
    expect(who.text()).toMatch(/account:? +none at/);
  });

  test.each([
    ["Merchant code:", ["login"], ""],
    ["Secret key:", ["login"], "ACME"],
    ["Legacy API user:", ["login", "--legacy"], ""],
    ["Password:", ["login", "--legacy"], "acme-api"],
  ])("Ctrl-C at %j keeps nothing and asks nobody", async (question, argv, name) => {
    const { sandbox, kept, start } = await deskWithKeychain();
    const screen = start(argv, env);
    if (name !== "") {
      await screen.shows(argv.includes("--legacy") ? "Legacy API user:" : "Merchant code:");
      screen.type(name + keys.enter);
    }
    await screen.shows(question);
    if (name !== "") screen.type("hunter2-hunter2");
    if (name !== "") await screen.shows("***");
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
    expect(screen.raw()).not.toContain("hunter2");
    expect(sandbox.requests()).toEqual([]);
    expect(kept()).toBe("{}");
  });
});

test("the legacy API's user is kept unchecked, which is said, and logout forgets it", async () => {
  const { sandbox, kept, start } = await deskWithKeychain();
  const screen = start(["login", "--legacy"]);
  await screen.shows("Legacy API user:");
  screen.type(sandbox.legacyUsername + keys.enter);
  await screen.shows("Password:");
  screen.type(sandbox.legacyPassword + keys.enter);
  expect(await screen.ended).toBe(0);
  expect(screen.text().replaceAll("\n", " ")).toContain("(not checked: the legacy API has no call");
  expect(screen.raw()).not.toContain(sandbox.legacyPassword);
  expect(sandbox.requests()).toEqual([]);
  const leaving = start(["logout"]);
  expect(await leaving.ended).toBe(0);
  expect(leaving.text()).toContain("The credentials were removed from the keychain.");
  expect(kept()).toBe("{}");
});

test("an empty name or secret is not taken", async () => {
  const { start } = await deskWithKeychain();
  const screen = start(["login"]);
  await screen.shows("Merchant code:");
  screen.type(keys.enter);
  await screen.shows("Please give an answer.");
  screen.type(`ACME${keys.enter}`);
  await screen.shows("Secret key:");
  screen.type(keys.enter);
  await screen.shows("> Please give an answer.");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});
