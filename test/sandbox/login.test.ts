import { describe, expect, test } from "vitest";
import { demonstrationAccount } from "../../src/sandbox/merchant.ts";
import { demonstrationAt, openingMemory } from "../../src/sandbox/demonstration.ts";
import { handleRpc6 } from "../../src/sandbox/rpc-calls.ts";
import { loginHash } from "../../src/sandbox/sessions.ts";
import { call, login, loginParams, noon, sandboxFor, send } from "./calls.ts";

const refused = {
  code: 10000,
  message: "Invalid hash provided or session expired",
  data: { error_code: "FORBIDDEN" },
};
const minute = 60_000;

describe("login", () => {
  test.each([
    ["sha256", "29e85dbf92ce0113e7755c31c0438a7db98a4de9f910bf0a527e005f35e43739"],
    ["sha3-256", "0c7e9c0c96148e5bf8e199a0a0e27977edc099ff0b27794e761853b96e04c7fb"],
  ])("hashes the vendor's example with %s to the documented text", (algorithm, hash) => {
    expect(loginHash("AVANGATE", "2010-05-13 12:12:12", "SECRET_KEY", algorithm)).toBe(hash);
  });

  test.each(["sha256", "sha3-256"])("opens a session with a %s hash", async (algorithm) => {
    const sandbox = await sandboxFor();
    const { result } = await call(sandbox, "login", loginParams(sandbox, Date.now(), algorithm));
    expect(result).toMatch(/^[0-9a-f]{40}$/);
  });

  test("opens a different session every time", async () => {
    const sandbox = await sandboxFor();
    expect(await login(sandbox)).not.toBe(await login(sandbox));
  });

  test("refuses an MD5 hash even when it is right", async () => {
    const sandbox = await sandboxFor();
    const { error } = await call(sandbox, "login", loginParams(sandbox, Date.now(), "md5"));
    expect(error).toEqual(refused);
  });

  test("counts the length of the merchant code in bytes, not in characters", () => {
    const account = { ...demonstrationAccount, merchantCode: "ŠKODA" };
    const shop = {
      account,
      settings: {
        settleAfterMs: 0,
        refundsShape: "list",
        pendingShown: false,
        withdrawnShown: false,
        cancelAnswer: "true",
      },
      memory: openingMemory(noon),
      generated: 0,
      now: noon,
      ...demonstrationAt(noon),
    } as const;
    const answerTo = (params: readonly string[]): unknown => {
      const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "login", params });
      const headers = { "content-type": "application/json" };
      return JSON.parse(
        handleRpc6(shop, { verb: "POST", path: "/rpc/6.0/", query: "", headers, body }).body,
      ) as unknown;
    };
    const params = loginParams(account, noon);
    const [code = "", date = ""] = params;
    expect(params[2]).toBe(loginHash(code, date, account.secretKey, "sha256"));
    expect(answerTo(params)).toHaveProperty("result");
    // The HMAC of "5ŠKODA192026-11-21 12:00:00", which counts characters.
    const counted = "e8afa6d4ab5c6f5e7651be9ad7c85a9afcb96adf134ed27f61296389d42d1acf";
    expect(answerTo([code, date, counted, "sha256"])).toHaveProperty("error", refused);
  });

  test.each([
    ["a wrong merchant code", ["NOBODY", null, null, null]],
    ["a wrong hash", [null, null, "0".repeat(64), null]],
    ["a hash of another length", [null, null, "abc", null]],
    ["an unknown algorithm", [null, null, null, "sha512"]],
    ["a date in another format", [null, "2026-11-21T12:00:00Z", null, null]],
    ["a date that does not exist", [null, "2026-13-41 12:00:00", null, null]],
  ])("refuses %s with the one text for all of them", async (_, changes) => {
    const sandbox = await sandboxFor({ clock: () => noon });
    const params = loginParams(sandbox, noon).map((param, index) => changes[index] ?? param);
    expect((await call(sandbox, "login", params)).error).toEqual(refused);
  });

  test.each([-5, 5])("allows a clock that is %i minutes off", async (minutes) => {
    const sandbox = await sandboxFor({ clock: () => noon });
    const params = loginParams(sandbox, noon + minutes * minute);
    expect(await call(sandbox, "login", params)).toHaveProperty("result");
  });

  test.each([-1, 1])("refuses a clock more than five minutes off (%i)", async (direction) => {
    const sandbox = await sandboxFor({ clock: () => noon });
    const params = loginParams(sandbox, noon + direction * (5 * minute + 1000));
    const response = await send(sandbox, "login", params);
    expect(await response.json()).toMatchObject({ error: refused });
    expect(response.headers.get("date")).toBe("Sat, 21 Nov 2026 12:00:00 GMT");
  });

  test("takes four strings and nothing else", async () => {
    const sandbox = await sandboxFor();
    for (const params of [[], ["SANDBOX"], [1, 2, 3, 4], { code: "SANDBOX" }]) {
      expect((await call(sandbox, "login", params)).error).toMatchObject({ code: -32602 });
    }
  });
});

describe("a session", () => {
  test("ends ten minutes after the login, however much it was used", async () => {
    let now = noon;
    const sandbox = await sandboxFor({ clock: () => now });
    const session = await login(sandbox, noon);
    for (const minutes of [5, 9]) {
      now = noon + minutes * minute;
      expect(await call(sandbox, "getOrder", [session, "73152871"])).toHaveProperty("result");
    }
    now = noon + 10 * minute - 1;
    expect(await call(sandbox, "getOrder", [session, "73152871"])).toHaveProperty("result");
    now = noon + 10 * minute;
    expect((await call(sandbox, "getOrder", [session, "73152871"])).error).toEqual(refused);
  });

  test("must be one that was opened", async () => {
    const sandbox = await sandboxFor();
    for (const session of ["", "0".repeat(40), null]) {
      const { error } = await call(sandbox, "getOrder", [session, "73152871"]);
      expect(error).toEqual(refused);
    }
    const { error } = await call(sandbox, "issueRefund", ["x", "73152871", 1, [], "", "Other"]);
    expect(error).toEqual(refused);
    expect(sandbox.ledger()).toEqual([]);
  });
});
