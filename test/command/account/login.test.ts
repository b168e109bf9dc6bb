import { expect, test } from "vitest";
import { documentOf, outcomeOf } from "../../support/document.ts";
import { received, shopFor, type Shop } from "../../support/sandbox.ts";
import { write } from "../../support/settings.ts";

/** Without credentials in the environment, so that only the keychain has them. */
async function shopWithoutCredentials(options = {}): Promise<Shop> {
  const shop = await shopFor({}, options);
  delete shop.machine.env["REFUND_MERCHANT_CODE"];
  delete shop.machine.env["REFUND_SECRET_KEY"];
  return shop;
}

async function loginThroughPipe({ machine, sandbox }: Shop, ...argv: readonly string[]) {
  const running = machine.start("login", "--stdin", ...argv);
  running.pipe(`${sandbox.merchantCode}\n${sandbox.secretKey}\n`);
  return running.ended;
}

test("what login keeps is used from then on, until logout", async () => {
  const shop = await shopWithoutCredentials();
  const { machine, sandbox } = shop;
  expect(await loginThroughPipe(shop)).toMatchObject({ code: 0 });
  expect((await machine.run("order", "73152871")).code).toBe(0);
  const { accounts } = documentOf(await machine.run("whoami", "--json"), "refund.whoami-1");
  expect(accounts[0]).toMatchObject({ account: sandbox.merchantCode, source: "keychain" });
  expect((await machine.run("logout")).code).toBe(0);
  expect([...machine.keychain.kept]).toEqual([]);
  expect(outcomeOf(await machine.run("order", "73152871", "--json"))).toMatchObject({
    code: 3,
    error: { code: "credentials-missing" },
  });
});

test("rejected credentials are not kept", async () => {
  const { machine, sandbox } = await shopWithoutCredentials();
  const running = machine.start("login", "--stdin", "--json");
  running.pipe(`${sandbox.merchantCode}\nwrong\n`);
  expect(outcomeOf(await running.ended)).toMatchObject({
    code: 3,
    error: { code: "credentials-rejected" },
  });
  expect([...machine.keychain.kept]).toEqual([]);
});

test("kept credentials never go to another endpoint than the one they were kept for", async () => {
  const shop = await shopWithoutCredentials();
  await loginThroughPipe(shop);
  const other = await shopFor();
  shop.machine.env["REFUND_RPC_URL"] = other.sandbox.rpcUrl;
  expect((await shop.machine.run("order", "73152871")).code).toBe(3);
  expect(other.sandbox.requests()).toEqual([]);
});

test("each profile has credentials of its own", async () => {
  const shop = await shopWithoutCredentials();
  write(shop.machine, "config", ".refundrc", { profiles: { "shop-b": {} } });
  await loginThroughPipe(shop, "--profile", "shop-b");
  expect((await shop.machine.run("order", "73152871", "--profile", "shop-b")).code).toBe(0);
  expect((await shop.machine.run("order", "73152871")).code).toBe(3);
});

test("credentials in the environment win over kept ones, and login says so", async () => {
  const shop = await shopFor();
  const { err } = await loginThroughPipe(shop);
  expect(err).toContain("from the environment are used before");
  shop.machine.env["REFUND_SECRET_KEY"] = "wrong";
  expect((await shop.machine.run("order", "73152871")).code).toBe(3);
});

test("where there is no keychain, login says so before it asks, and names the alternatives", async () => {
  const { machine, sandbox } = await shopWithoutCredentials();
  machine.keychain.locked = "it is locked";
  const document = outcomeOf(await machine.run("login", "--stdin", "--json"));
  expect(document).toMatchObject({ code: 3, error: { code: "keychain-unavailable" } });
  expect(document.error?.message).toContain("REFUND_SECRET_KEY");
  expect(received(sandbox, "login")).toBe(0);
});

test("where there is no keychain, logout says that it forgot nothing", async () => {
  const { machine } = await shopWithoutCredentials();
  machine.keychain.locked = "it is locked";
  const { code, err } = await machine.run("logout");
  expect(code).toBe(3);
  expect(err).toContain("it is locked. Nothing was removed.");
});

test("at a terminal --stdin is refused, because the secret would be shown", async () => {
  const { machine } = await shopWithoutCredentials({ terminal: { stdin: true, stderr: true } });
  expect(outcomeOf(await machine.run("login", "--stdin", "--json"))).toMatchObject({ code: 2 });
});

test.each(["", "name-alone\n", "a\nb\nc\n"])("--stdin with %j is a usage error", async (text) => {
  const { machine } = await shopWithoutCredentials();
  const running = machine.start("login", "--stdin", "--json");
  running.pipe(text);
  expect(outcomeOf(await running.ended)).toMatchObject({ code: 2 });
});

test("the stand-in keeps no credentials", async () => {
  const { machine } = await shopWithoutCredentials();
  expect((await machine.run("login", "--stdin", "--sandbox")).code).toBe(2);
});
