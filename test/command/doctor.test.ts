import { chmodSync } from "node:fs";
import { expect, test } from "vitest";
import { documentOf } from "../support/document.ts";
import { received, shopFor, type Shop } from "../support/sandbox.ts";
import { write } from "../support/settings.ts";

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
    ...{ status: "wrong", message: "this machine's clock is 300 s behind 2Checkout's" },
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
  expect(out).toMatch(/^wrong +rpc6-credentials: .*\n +→ Check code and key/m);
});
