import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { documentOf } from "../../support/document.ts";
import { received, shopFor, type Shop } from "../../support/sandbox.ts";
import { write } from "../../support/settings.ts";

/** The status and message of each check, by its name. */
async function examined({ machine }: Pick<Shop, "machine">, ...argv: readonly string[]) {
  const ended = await machine.run("doctor", "--json", ...argv);
  const document = documentOf(ended, "refund.doctor-1");
  const checks = Object.fromEntries(document.checks.map((check) => [check.check, check]));
  return { code: ended.code, healthy: document.healthy, checks };
}

test("where all is well doctor says so, having moved no money", async () => {
  const shop = await shopFor();
  const { code, healthy, checks } = await examined(shop);
  expect({ code, healthy }).toEqual({ code: 0, healthy: true });
  expect(checks).toMatchObject({
    "rpc6-endpoint": { status: "ok" },
    "rpc6-credentials": { status: "ok" },
    "legacy-credentials": { status: "ok" },
    clock: { status: "ok" },
    keychain: { status: "ok" },
    proxy: { status: "ok", message: "none" },
  });
  expect(received(shop.sandbox, "refund_lineitem")).toBe(0);
  expect(shop.sandbox.ledger()).toEqual([]);
});

test("a wrong key is wrong, with what to do", async () => {
  const shop = await shopFor();
  shop.machine.env["REFUND_SECRET_KEY"] = "wrong";
  const { code, checks } = await examined(shop);
  expect(code).toBe(3);
  expect(checks["rpc6-credentials"]).toMatchObject({ status: "wrong" });
  expect(checks["rpc6-credentials"]?.advice).not.toBeNull();
});

test("a clock that is off is wrong", async () => {
  const shop = await shopFor({ clock: () => Date.UTC(2026, 10, 21, 12, 5, 0) });
  expect((await examined(shop)).checks["clock"]).toMatchObject({
    status: "wrong",
    message: "this machine's clock is 300 s behind 2Checkout's",
  });
});

test("an endpoint at which nobody listens is wrong", async () => {
  const shop = await shopFor();
  await shop.sandbox.stop();
  const { code, checks } = await examined(shop);
  expect(code).toBe(3);
  expect(checks["rpc6-endpoint"]).toMatchObject({ status: "wrong" });
  expect(checks["rpc6-credentials"]).toMatchObject({ status: "warning" });
});

test("a misspelt key is wrong, names the nearest, and the machine is examined all the same", async () => {
  const shop = await shopFor();
  write(shop.machine, "config", ".refundrc", { reason: ["Fraud"] });
  const { code, checks } = await examined(shop);
  expect(code).toBe(3);
  expect(checks["settings"]).toMatchObject({ status: "wrong" });
  expect(checks["settings"]?.message).toContain('Did you mean "reasons"');
  expect(checks["keychain"]).toMatchObject({ status: "ok" });
});

test("a settings file that others can read, a locked keychain and a passing journal are warnings", async () => {
  const shop = await shopFor();
  const path = write(shop.machine, "config", ".refundrc", { reasons: ["Fraud"] });
  chmodSync(path, 0o644);
  shop.machine.keychain.locked = "it is locked";
  shop.machine.env["REFUND_JOURNAL"] = "/tmp/refund-journal-of-a-day.db";
  const { code, checks } = await examined(shop);
  expect(code).toBe(0);
  expect(checks).toMatchObject({
    permissions: { status: "warning", advice: `chmod 600 ${path}` },
    keychain: { status: "warning" },
    journal: { status: "warning" },
  });
});

test("a proxy is named without its password", async () => {
  const shop = await shopFor();
  shop.machine.env["HTTPS_PROXY"] = "http://agent:hunter2@proxy.example:3128";
  const { checks } = await examined(shop);
  expect(checks["proxy"]).toMatchObject({ status: "ok", message: "proxy.example:3128" });
});

test("for people each line begins with ok, warning or wrong", async () => {
  const { machine } = await shopFor();
  machine.env["REFUND_SECRET_KEY"] = "wrong";
  const { code, out } = await machine.run("doctor");
  expect(code).toBe(3);
  expect(out).toMatch(/^ok +settings: /m);
  expect(out).toMatch(/^wrong +rpc6-credentials: .*\n +→ Check the merchant code/m);
});

test.each(["socks5://agent:hunter2@proxy:1080", '"http://agent:hunter2@proxy:3128"', "http://"])(
  "a proxy that is none is wrong, and all else is examined but for what is behind it: %s",
  async (value) => {
    const { machine } = await shopFor();
    machine.env["HTTPS_PROXY"] = value;
    machine.env["REFUND_LEGACY_URL"] = "https://refund.invalid/api/";
    const { code, checks } = await examined({ machine });
    expect(code).toBe(3);
    expect(checks).toMatchObject({
      proxy: { status: "wrong", message: expect.stringContaining("HTTPS_PROXY") as unknown },
      settings: { status: "ok" },
      journal: {},
      "rpc6-endpoint": { status: "ok" },
      "legacy-endpoint": { status: "warning" },
    });
    expect(JSON.stringify(checks)).not.toContain("hunter2");
  },
);

test("all folders of the user are named", async () => {
  const { machine } = await shopFor();
  const { checks } = await examined({ machine });
  const { config, data, cache } = machine.folders;
  expect(checks["folders"]?.message).toBe(
    `settings in ${config}, data in ${data}, cache in ${cache}`,
  );
});

test("a relative journal is wrong, and the machine is examined all the same", async () => {
  const { machine } = await shopFor();
  machine.env["REFUND_JOURNAL"] = "journal.db";
  const { code, checks } = await examined({ machine });
  expect(code).toBe(3);
  expect(checks["settings"]?.message).toContain("REFUND_JOURNAL");
  expect(checks).toMatchObject({ keychain: { status: "ok" }, folders: { status: "ok" } });
});

test.each([
  ["HOME", "home/me"],
  ["XDG_CONFIG_HOME", "~/.conf"],
  ["XDG_DATA_HOME", "~/.data"],
  ["XDG_CACHE_HOME", "~/.cache"],
])("a %s that is ignored is a warning", async (name, value) => {
  const { machine } = await shopFor();
  machine.env[name] = value;
  const { code, checks } = await examined({ machine });
  expect(code).toBe(0);
  expect(checks["folders"]).toMatchObject({ status: "warning" });
  expect(checks["folders"]?.message).toContain(name);
});

test("a credential that was copied badly into the keychain is wrong, and doctor runs on", async () => {
  const { machine, sandbox } = await shopFor();
  delete machine.env["REFUND_MERCHANT_CODE"];
  delete machine.env["REFUND_SECRET_KEY"];
  const kept = JSON.stringify({ name: sandbox.merchantCode, secret: `${sandbox.secretKey}\n` });
  machine.keychain.kept.set(`rpc6 ${new URL(sandbox.rpcUrl).origin}`, kept);
  const { checks } = await examined({ machine });
  expect(checks["rpc6-credentials"]).toMatchObject({ status: "wrong" });
  expect(checks["rpc6-credentials"]?.message).toContain("line break");
  expect(checks["legacy-credentials"]).toMatchObject({ status: "ok" });
  expect(received(sandbox, "login")).toBe(0);
});

test("a legacy password in quotes is a warning", async () => {
  const { machine } = await shopFor();
  machine.env["REFUND_LEGACY_PASSWORD"] = '"a password"';
  const { checks } = await examined({ machine });
  expect(checks["legacy-credentials"]).toMatchObject({ status: "warning" });
});

test.each([
  ["a folder", (path: string) => mkdirSync(path, { recursive: true })],
  [
    "inside of a file",
    (path: string) => {
      mkdirSync(dirname(dirname(path)), { recursive: true });
      writeFileSync(dirname(path), "");
    },
  ],
])("a journal that is %s is wrong", async (_what, make) => {
  const { machine } = await shopFor();
  const path = join(machine.cwd, "there", "journal.db");
  make(path);
  machine.env["REFUND_JOURNAL"] = path;
  const { code, checks } = await examined({ machine });
  expect(code).toBe(3);
  expect(checks["journal"]).toMatchObject({ status: "wrong" });
});

test("a journal that has forgotten what this machine has seen of it is wrong, in the words of its own check", async () => {
  const { machine } = await shopFor({ settleAfterMs: 0 });
  const refund = ["total", "73152871", "--reason", "Other", "--yes"];
  expect((await machine.run(...refund)).code).toBe(0);
  rmSync(machine.journal);
  const { code, checks } = await examined({ machine });
  expect(code).toBe(3);
  expect(checks["journal"]).toMatchObject({ status: "wrong" });
  expect(checks["journal"]?.message).toContain("is gone");
});
