import { describe, expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { received, shopFor, type Shop } from "../support/sandbox.ts";
import { write } from "../support/settings.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const lineItem = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];

const flaws = [
  ["ends with a line break", (text: string) => `${text}\n`],
  ["ends with a line break", (text: string) => `${text}\r`],
  ["ends with a blank", (text: string) => `${text} `],
  ["begins with a blank", (text: string) => `\u00a0${text}`],
  ["ends with an invisible character", (text: string) => `${text}\u200b`],
  ["is in quotes", (text: string) => `"${text}"`],
  ["is in quotes", (text: string) => `'${text}'`],
] as const;

/** The shop's credentials, out of the environment. */
function take({ machine }: Shop, api: "rpc" | "legacy"): readonly [name: string, secret: string] {
  const names = {
    rpc: ["REFUND_MERCHANT_CODE", "REFUND_SECRET_KEY"],
    legacy: ["REFUND_LEGACY_USERNAME", "REFUND_LEGACY_PASSWORD"],
  } as const;
  const [name, secret] = names[api].map((variable) => {
    const value = machine.env[variable] ?? "";
    Reflect.deleteProperty(machine.env, variable);
    return value;
  });
  return [name ?? "", secret ?? ""];
}

function expectRefused(
  { sandbox }: Shop,
  document: ReturnType<typeof outcomeOf>,
  ...words: string[]
) {
  expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
  for (const word of words) expect(document.error?.message).toContain(word);
  expect(sandbox.requests()).toEqual([]);
}

describe.each(flaws)("a credential that %s is named, and not sent,", (words, spoil) => {
  test.each(["REFUND_MERCHANT_CODE", "REFUND_SECRET_KEY"])("from %s", async (variable) => {
    const shop = await shopFor();
    shop.machine.env[variable] = spoil(shop.machine.env[variable] ?? "");
    expectRefused(shop, outcomeOf(await shop.machine.run(...total)), variable, words);
  });

  test.each(["merchantCode", "secretKey"])("from %s in a settings file", async (key) => {
    const shop = await shopFor();
    const [merchantCode, secretKey] = take(shop, "rpc");
    const pair = { merchantCode, secretKey };
    const value = key === "secretKey" ? secretKey : merchantCode;
    const path = write(shop.machine, "config", ".refundrc", { ...pair, [key]: spoil(value) });
    expectRefused(shop, outcomeOf(await shop.machine.run(...total)), key, path, words);
  });

  test("from the keychain", async () => {
    const shop = await shopFor();
    const [name, secret] = take(shop, "rpc");
    const place = `rpc6 ${new URL(shop.sandbox.rpcUrl).origin}`;
    shop.machine.keychain.kept.set(place, JSON.stringify({ name, secret: spoil(secret) }));
    expectRefused(shop, outcomeOf(await shop.machine.run(...total)), "secret key", words);
  });
});

test.each([
  ["a blank", (secret: string) => `${secret} `, "ends with a blank"],
  ["a return", (secret: string) => `${secret}\r`, "ends with a line break"],
  ["quotes", (secret: string) => `"${secret}"`, "is in quotes"],
])(
  "login --stdin refuses a key with %s at its end, and keeps nothing",
  async (_w, spoil, words) => {
    const shop = await shopFor();
    const [name, secret] = take(shop, "rpc");
    const running = shop.machine.start("login", "--stdin", "--json");
    running.pipe(`${name}\n${spoil(secret)}`);
    expectRefused(shop, outcomeOf(await running.ended), "secret key", words);
    expect([...shop.machine.keychain.kept]).toEqual([]);
  },
);

test("login --stdin takes lines as Windows ends them", async () => {
  const shop = await shopFor();
  const [name, secret] = take(shop, "rpc");
  const running = shop.machine.start("login", "--stdin");
  running.pipe(`${name}\r\n${secret}\r\n\r\n`);
  expect(await running.ended).toMatchObject({ code: 0 });
});

describe("the legacy password", () => {
  test("in quotes draws a warning and is sent as it is", async () => {
    const shop = await shopFor();
    shop.machine.env["REFUND_LEGACY_PASSWORD"] = '"quoted"';
    const ended = await shop.machine.run(...lineItem);
    expect(ended.err).toContain("is in quotes");
    expect(outcomeOf(ended)).toMatchObject({ error: { code: "credentials-rejected" } });
    expect(received(shop.sandbox, "refund_lineitem")).toBe(1);
  });

  test("with a line break at its end is refused", async () => {
    const shop = await shopFor();
    shop.machine.env["REFUND_LEGACY_PASSWORD"] = `${shop.sandbox.legacyPassword}\n`;
    expectRefused(shop, outcomeOf(await shop.machine.run(...lineItem)), "LEGACY_PASSWORD");
  });

  test("has its user's name in no quotes", async () => {
    const shop = await shopFor();
    shop.machine.env["REFUND_LEGACY_USERNAME"] = "'me'";
    expectRefused(shop, outcomeOf(await shop.machine.run(...lineItem)), "LEGACY_USERNAME");
  });
});
