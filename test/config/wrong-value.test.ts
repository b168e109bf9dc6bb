import { describe, expect, test } from "vitest";
import { expectations } from "../../src/config/expectations.ts";
import { settingKeys } from "../../src/config/schema.ts";
import { machineFor } from "../support/context.ts";
import { readOn, write } from "../support/settings.ts";

async function errorOf(content: string): Promise<string> {
  const machine = machineFor();
  write(machine, "config", ".refundrc", content);
  return readOn(machine).then(
    () => "no error",
    (error: unknown) => String(error),
  );
}

/** For each key a value that it does not take, and what is said. */
const wrong: readonly (readonly [key: string, content: string, said: string])[] = [
  [
    "merchantCode",
    "merchantCode: 250111206876",
    'merchantCode: expected text such as "250111206876", got the number 250111206876; put it in quotes',
  ],
  ["merchantCode", "merchantCode: ''", "got an empty text"],
  ["secretKey", "secretKey: 31337", "secretKey: expected text, got a number; put it in quotes"],
  ["secretKey", "secretKey: true", "got true or false; put it in quotes"],
  ["hashAlgorithm", "hashAlgorithm: md5", 'expected sha256 or sha3-256, got the text "md5"'],
  ["rpcUrl", "rpcUrl: 7", "expected an address such as https://api.avangate.com/rpc/6.0/"],
  ["legacy", "legacy: user", "expected username, password and url below it"],
  ["legacy.username", "legacy: { username: 12 }", 'expected text such as "api-user"'],
  ["legacy.password", "legacy: { password: 31337 }", "expected text, got a number; put it in"],
  ["legacy.url", "legacy: { url: [] }", "got an empty list"],
  ["reasons", "reasons: Fraud", 'expected a list such as ["Fraud", "Other"], got the'],
  ["reasons", "reasons: []", "got an empty list"],
  ["reasons.1", "reasons: [Fraud, 404]", "got the number 404; put it in quotes"],
  ["defaultReason", "defaultReason: false", "got false; put it in quotes"],
  ["defaultReason", "defaultReason:", "got nothing"],
  ["ceiling", "ceiling: 500", 'expected an amount for each currency, such as { USD: "500.00" }'],
  [
    "ceiling.USD",
    "ceiling: { USD: 500 }",
    'ceiling.USD: expected an amount as text such as "500.00", got the number 500; put it in quotes',
  ],
  ["timeout", 'timeout: "60"', 'such as 60, got the text "60"; write it without quotes'],
  ["timeout", "timeout: 0", "timeout: expected a number of seconds"],
  ["journal", "journal: 5", "expected an absolute path"],
  [
    "orderPage",
    'orderPage: "http://panel.example/{refNo}"',
    'orderPage: expected an https address with {refNo} once behind the host, such as https://example.com/orders/{refNo}, got the text "http://',
  ],
  ["batch", "batch: semicolons", "expected map, decimal and ignoreOtherColumns below it"],
  ["batch.map", "batch: { map: [order] }", "expected a header for a column"],
  ["batch.map.order", "batch: { map: { order: 7 } }", "got the number 7; put it in quotes"],
  ["batch.decimal", "batch: { decimal: comma }", 'expected "," or "."'],
  [
    "batch.ignoreOtherColumns",
    'batch: { ignoreOtherColumns: "yes" }',
    'got the text "yes"; write it without quotes',
  ],
  ["profiles", "profiles: [a]", "expected a name for each account"],
  ["profiles.a", "profiles: { a: 1 }", "expected settings below it"],
  ["profiles.a.ceiling.JPY", "profiles: { a: { ceiling: { JPY: 5 } } }", 'such as "500.00", got'],
  ["profiles.a.legacy.password", "profiles: { a: { legacy: { password: 1 } } }", "got a number"],
];

describe("a wrong value says what its key expects and what it has:", () => {
  test.each(wrong)("%s in %j", async (key, content, said) => {
    const error = await errorOf(content);
    expect(error).toContain(`  ${key}: expected `);
    expect(error).toContain(said);
    expect(error).not.toContain("Invalid");
    expect(error).not.toContain("31337");
  });

  test("a file that has no keys at all", async () => {
    expect(await errorOf("just words")).toContain("expected settings such as merchantCode");
  });

  test("and every key of a settings file has a row here", () => {
    const rows = new Set(wrong.flatMap(([key]) => key.split(".")));
    expect(settingKeys.filter((key) => !rows.has(key))).toEqual([]);
    const places = new Set(
      wrong.map(([key]) =>
        key
          .replace(/^profiles\.a\./, "")
          .replace(/^(ceiling|reasons|profiles|batch\.map)\..*/, "$1.*"),
      ),
    );
    expect(Object.keys(expectations).filter((place) => !places.has(place))).toEqual([""]);
  });
});

test("several wrong values are reported at once", async () => {
  const error = await errorOf("merchantCode: 1\ntimeout: soon\nceling: {}\n");
  for (const key of ["merchantCode", "timeout", "celing"]) expect(error).toContain(key);
});
