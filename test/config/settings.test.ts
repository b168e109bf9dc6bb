import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { machineFor } from "../support/context.ts";
import { readOn, seconds, write } from "../support/settings.ts";

const pair = { merchantCode: "FILE", secretKey: "file-key" };

test("what is not configured has the documented defaults", async () => {
  const machine = machineFor();
  const { rpc, legacy, ...settings } = await readOn(machine);
  expect(settings).toMatchObject({ timeoutMs: 60_000, profile: null, sandbox: false });
  expect(rpc.url.href).toBe("https://api.avangate.com/rpc/6.0/");
  expect(legacy.url.href).toBe("https://www.2checkout.com/api/");
  expect(rpc).toMatchObject({ realm: "live", hashAlgorithm: "sha256" });
  expect(rpc.credentials).toEqual({ name: null, secret: null, source: null });
  expect(settings.journal).toEqual({
    kind: "file",
    path: join(machine.folders.data, "journal.db"),
  });
});

describe("of a setting given twice", () => {
  test("a flag wins over the file", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", { timeout: 7 });
    expect(await readOn(machine)).toMatchObject({ timeoutMs: 7_000 });
    expect(await readOn(machine, { timeout: seconds("8") })).toMatchObject({ timeoutMs: 8_000 });
  });

  test("the environment wins over the file", async () => {
    const machine = machineFor();
    const url = "https://api.2checkout.com/rpc/6.0/";
    write(machine, "config", ".refundrc", { ...pair, rpcUrl: url, journal: "/own/j.db" });
    const fromFile = await readOn(machine);
    expect(fromFile).toMatchObject({ rpc: { credentials: { name: "FILE", source: "file" } } });
    expect(fromFile.rpc.url.href).toBe(url);
    expect(fromFile.journal).toEqual({ kind: "file", path: "/own/j.db" });
    Object.assign(machine.env, {
      REFUND_MERCHANT_CODE: "ENV",
      REFUND_SECRET_KEY: "env-key",
      REFUND_RPC_URL: "https://example.com/rpc",
      REFUND_JOURNAL: "/env/j.db",
    });
    const fromEnv = await readOn(machine);
    expect(fromEnv.rpc.credentials).toMatchObject({ name: "ENV", source: "environment" });
    expect(fromEnv.rpc.credentials.secret?.reveal()).toBe("env-key");
    expect(fromEnv.rpc.url.href).toBe("https://example.com/rpc/");
    expect(fromEnv.rpc.realm).toBe("https://example.com");
    expect(fromEnv.journal).toEqual({ kind: "file", path: "/env/j.db" });
  });

  test("a flag's profile wins over the environment's", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", { profiles: { a: { timeout: 1 }, b: { timeout: 2 } } });
    machine.env["REFUND_PROFILE"] = "a";
    expect(await readOn(machine)).toMatchObject({ profile: "a", timeoutMs: 1_000 });
    expect(await readOn(machine, { profile: "b" })).toMatchObject({ timeoutMs: 2_000 });
  });

  test("an empty variable is none", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", pair);
    Object.assign(machine.env, { REFUND_MERCHANT_CODE: "", REFUND_PROFILE: "", REFUND_CONFIG: "" });
    const settings = await readOn(machine);
    expect(settings).toMatchObject({ profile: null, rpc: { credentials: { name: "FILE" } } });
  });
});

describe("credentials come as a pair from one source, so", () => {
  test.each([
    ["REFUND_MERCHANT_CODE", "REFUND_SECRET_KEY"],
    ["REFUND_SECRET_KEY", "REFUND_MERCHANT_CODE"],
    ["REFUND_LEGACY_USERNAME", "REFUND_LEGACY_PASSWORD"],
    ["REFUND_LEGACY_PASSWORD", "REFUND_LEGACY_USERNAME"],
  ])("%s alone is an error even beside a file with a pair", async (one, other) => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", { ...pair, legacy: { username: "u", password: "p" } });
    machine.env[one] = "topsecret";
    const error = await readOn(machine).catch(String);
    expect(error).toContain(`${other} is not`);
    expect(error).not.toContain("topsecret");
  });

  test.each([
    [{ secretKey: "topsecret" }, "merchantCode"],
    [{ legacy: { password: "topsecret" } }, "legacy.username"],
  ])("a secret in the file without its name is an error: %j", async (data, name) => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", data);
    const error = await readOn(machine).catch(String);
    expect(error).toContain(name);
    expect(error).not.toContain("topsecret");
  });

  test("a profile's name does not take the key of the account above it", async () => {
    const machine = machineFor();
    const profiles = { b: { merchantCode: "B" } };
    write(machine, "config", ".refundrc", { ...pair, profiles });
    const { rpc } = await readOn(machine, { profile: "b" });
    expect(rpc.credentials).toMatchObject({ name: "B", secret: null });
  });
});

describe("a profile", () => {
  const data = {
    ...pair,
    reasons: ["Fraud", "Other"],
    timeout: 5,
    legacy: { username: "user", password: "word", url: "https://www.2checkout.com/api/" },
    profiles: {
      "shop-b": { merchantCode: "B", secretKey: "b-key", timeout: 9, legacy: { username: "bu" } },
      "shop-c": { defaultReason: "Other", rpcUrl: "https://api.avangate.com/rpc/6.0/" },
    },
  };

  test("overrides what it names and keeps the rest", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", data);
    const settings = await readOn(machine, { profile: "shop-b" });
    expect(settings).toMatchObject({
      timeoutMs: 9_000,
      reasons: ["Fraud", "Other"],
      profile: "shop-b",
      rpc: { credentials: { name: "B" } },
      legacy: { credentials: { name: "bu", secret: null } },
    });
    const other = await readOn(machine, { profile: "shop-c" });
    expect(other).toMatchObject({
      timeoutMs: 5_000,
      defaultReason: "Other",
      rpc: { credentials: { name: "FILE" } },
    });
  });

  test.each(["shop-x", "constructor", "__proto__"])(
    "that does not exist is an error that lists those that do: %s",
    async (profile) => {
      const machine = machineFor();
      write(machine, "config", ".refundrc", data);
      await expect(readOn(machine, { profile })).rejects.toThrow("shop-b, shop-c");
    },
  );

  test("without any settings file is an error", async () => {
    await expect(readOn(machineFor(), { profile: "shop-b" })).rejects.toThrow("no settings file");
  });

  test.each([
    ["shop-b", "REFUND_MERCHANT_CODE", { REFUND_SECRET_KEY: "k" }],
    ["shop-b", "REFUND_LEGACY_USERNAME", { REFUND_LEGACY_PASSWORD: "p" }],
    ["shop-c", "REFUND_RPC_URL", {}],
  ])("%s that %s contradicts is an error", async (profile, name, rest) => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", data);
    Object.assign(machine.env, { [name]: "https://example.com/", ...rest });
    await expect(readOn(machine, { profile })).rejects.toThrow(`Unset ${name}`);
    await expect(readOn(machine)).resolves.toMatchObject({ profile: null });
  });

  test("that the environment agrees with is none, with or without a trailing slash", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", data);
    machine.env["REFUND_RPC_URL"] = "https://api.avangate.com/rpc/6.0";
    const settings = await readOn(machine, { profile: "shop-c" });
    expect(settings.rpc.url.href).toBe("https://api.avangate.com/rpc/6.0/");
  });
});

describe("an endpoint", () => {
  test.each([
    "http://127.0.0.1:8080/rpc/6.0/",
    "http://localhost:8080/",
    "http://[::1]:8080/",
    "https://api.2checkout.com/rpc/6.0/",
  ])("may be %s", async (url) => {
    const machine = machineFor();
    machine.env["REFUND_RPC_URL"] = url;
    expect((await readOn(machine)).rpc.url.href).toBe(url);
  });

  test.each([
    "http://api.avangate.com/rpc/6.0/",
    "http://127.0.0.1.example.com/",
    "http://localhost.example.com/",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "api.avangate.com",
  ])("must not be %s", async (url) => {
    for (const name of ["REFUND_RPC_URL", "REFUND_LEGACY_URL"]) {
      const machine = machineFor();
      machine.env[name] = url;
      await expect(readOn(machine)).rejects.toThrow(name);
    }
  });

  test("must not hold credentials, which the error does not repeat", async () => {
    const machine = machineFor();
    machine.env["REFUND_RPC_URL"] = "https://user:topsecret@example.com/";
    const error = await readOn(machine).catch(String);
    expect(error).toContain("credentials");
    expect(error).not.toContain("topsecret");
  });

  test.each(["https://api.avangate.com/rpc/6.0/", "https://api.2checkout.com/rpc/6.0/"])(
    "of the vendor's is one and the same realm: %s",
    async (url) => {
      const machine = machineFor();
      machine.env["REFUND_RPC_URL"] = url;
      expect(await readOn(machine)).toMatchObject({ rpc: { realm: "live" } });
    },
  );
});
