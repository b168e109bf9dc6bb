import { describe, expect, test } from "vitest";
import { machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { readOn, write } from "../support/settings.ts";
import { sandboxFor } from "../support/sandbox.ts";

const evil = "https://evil.example.com/";
const pair = { merchantCode: "FILE", secretKey: "file-key" };
const user = { username: "user", password: "word" };

describe("a file in the working folder, which may be somebody else's,", () => {
  test.each([
    { rpcUrl: evil },
    { rpcUrl: evil, merchantCode: "FILE" },
    { legacy: { url: evil } },
    { legacy: { url: evil, username: "user" } },
    { ...pair, legacy: { url: evil } },
  ])("may not name an endpoint without a pair of credentials for it: %j", async (data) => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", data);
    await expect(readOn(machine)).rejects.toThrow(evil);
  });

  test("may not name an endpoint for the environment's credentials", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { ...pair, rpcUrl: evil, legacy: { ...user, url: evil } });
    expect((await readOn(machine)).rpc.url.href).toBe(evil);
    Object.assign(machine.env, { REFUND_MERCHANT_CODE: "ENV", REFUND_SECRET_KEY: "env-key" });
    await expect(readOn(machine)).rejects.toThrow(evil);
  });

  test("may not name an endpoint in a profile either", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { profiles: { a: { rpcUrl: evil } } });
    await expect(readOn(machine, { profile: "a" })).rejects.toThrow(evil);
  });

  test("may choose among the vendor's hosts", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { rpcUrl: "https://api.2checkout.com/rpc/6.0/" });
    Object.assign(machine.env, { REFUND_MERCHANT_CODE: "ENV", REFUND_SECRET_KEY: "env-key" });
    expect((await readOn(machine)).rpc.url.host).toBe("api.2checkout.com");
  });

  test.each([
    ["journal", { journal: "/tmp/mine.db" }],
    ["ceiling", { ceiling: { USD: "99999" } }],
    ["timeout", { timeout: 1 }],
    ["journal", { profiles: { a: { journal: "/tmp/mine.db" } } }],
    ["ceiling", { profiles: { a: { ceiling: { USD: "99999" } } } }],
    ["timeout", { profiles: { a: { timeout: 1 } } }],
  ])("may not set %s: %j", async (key, data) => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", data);
    await expect(readOn(machine)).rejects.toThrow(`"${key}"`);
    expect(await readOn(machine, { config: ".refundrc" })).toMatchObject({ profile: null });
  });

  test("is trusted once --config names it", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { rpcUrl: evil, ceiling: { USD: "5" } });
    const settings = await readOn(machine, { config: ".refundrc" });
    expect(settings.rpc.url.href).toBe(evil);
    expect(settings.ceiling.size).toBe(1);
  });

  test("is one's own when the working folder is the user's config folder", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", { rpcUrl: evil, ceiling: { USD: "5" } });
    const settings = await readOn({ ...machine, cwd: machine.folders.config });
    expect(settings.rpc.url.href).toBe(evil);
  });
});

test("an endpoint that is refused is never called", async () => {
  const machine = machineFor();
  const sandbox = await sandboxFor({ clock: machine.clock.now });
  const { merchantCode, secretKey } = sandbox;
  Object.assign(machine.env, {
    REFUND_MERCHANT_CODE: merchantCode,
    REFUND_SECRET_KEY: secretKey,
  });
  write(machine, "cwd", ".refundrc", { rpcUrl: sandbox.rpcUrl });
  const ended = await machine.run("order", "73152871", "--json");
  expect(outcomeOf(ended)).toMatchObject({ code: 3, error: { code: "configuration" } });
  expect(sandbox.requests()).toEqual([]);
  const trusted = await machine.run("order", "73152871", "--config", ".refundrc");
  expect(trusted).toMatchObject({ code: 0 });
});

test("the configured reasons are the only ones, and the default one needs no flag", async () => {
  const machine = machineFor();
  write(machine, "config", ".refundrc", { reasons: ["Fraud", "Other"], defaultReason: "Other" });
  const argv = ["total", "73152871", "--yes", "--json"];
  const wrong = outcomeOf(await machine.run(...argv, "--reason", "Because"));
  expect(wrong).toMatchObject({ code: 2, error: { code: "usage" } });
  expect(wrong.error?.message).toContain("Fraud, Other");
  expect(outcomeOf(await machine.run(...argv))).toMatchObject({
    code: 3,
    error: { code: "credentials-missing" },
  });
});
