import { describe, expect, it, test } from "vitest";
import { shopFor } from "../support/sandbox.ts";
import { keptIn } from "../support/secrets.ts";

const customer = /Test Buyer|buyer@|Townsville|1 Test Street|192\.0\.2/i;

describe("with --verbose the exchange is shown, and", () => {
  test("neither key, hash, session nor customer is in it or in the journal", async () => {
    const { machine, sandbox } = await shopFor();
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--verbose", "--json"];
    const { code, out, err } = await machine.run(...argv);
    expect(code).toBe(0);
    const trace = err.split("\n").filter((line) => /^[<>] /.test(line));
    expect(trace.filter((line) => line.startsWith("> POST"))).toHaveLength(3);
    const [login = "", second = ""] = sandbox.requests().map(({ body }) => body);
    const { params } = JSON.parse(login) as { params: string[] };
    const [session = ""] = (JSON.parse(second) as { params: string[] }).params;
    const all = out + err + keptIn(machine.folders.data);
    for (const secret of [sandbox.secretKey, params[2] ?? "", session]) {
      expect(secret.length).toBeGreaterThan(10);
      expect(all.includes(secret)).toBe(false);
    }
    expect(trace.join("\n")).not.toMatch(customer);
    expect(out).not.toMatch(customer);
    expect(customer.test(keptIn(machine.folders.data))).toBe(false);
  });

  test("neither is the legacy password", async () => {
    const { machine, sandbox } = await shopFor();
    const argv = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--verbose"];
    const { code, out, err } = await machine.run(...argv);
    expect(code).toBe(0);
    expect(err).toContain("> POST");
    const { legacyUsername, legacyPassword } = sandbox;
    const basic = Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64");
    for (const secret of [legacyPassword, basic, basic.slice(0, 20)]) {
      expect(out + err).not.toContain(secret);
      expect(keptIn(machine.folders.data).includes(secret)).toBe(false);
    }
  });

  test("a rejected key is not in the error either", async () => {
    const { machine } = await shopFor();
    machine.env["REFUND_SECRET_KEY"] = "a-key-of-another-account";
    const { code, out, err } = await machine.run("order", "73152871", "--verbose");
    expect(code).toBe(3);
    expect(out + err).not.toContain("a-key-of-another-account");
  });
});

/** Control characters that a terminal obeys, and marks that reorder text. */
// eslint-disable-next-line no-control-regex -- they are what this is about
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe("the hostile text of an order is shown and not obeyed", () => {
  test.each(
    [
      ["order", "73152889"],
      ["order", "73152889", "--json"],
      ["order", "73152889", "--verbose"],
      ["total", "73152889", "--reason", "Other", "--dry-run"],
      ["total", "73152889", "--reason", "Other", "--dry-run", "--json"],
      ["partial", "73152889", "--item", "EVIL", "--reason", "Other", "--yes", "--verbose"],
      ["partial", "73152889", "--item", "NOPE", "--reason", "Other", "--yes"],
      ["partial", "73152889", "--item", "NOPE", "--reason", "Other", "--yes", "--json"],
    ].map((argv) => ({ argv })),
  )("by $argv", async ({ argv }) => {
    const { machine, sandbox } = await shopFor();
    const { out, err } = await machine.run(...argv);
    expect(sandbox.requests().map(({ method }) => method)).toContain("getOrder");
    expect(out + err).toMatch(/exe\.gpj|accepted|Accepted/);
    expect(out).not.toMatch(obeyed);
    expect(err).not.toMatch(obeyed);
  });

  test("and its line break does not begin a line of its own", async () => {
    const { machine } = await shopFor();
    const { out } = await machine.run("order", "73152889");
    expect(out).not.toMatch(/^Paid: 0/m);
  });

  it("nor does it in the list of lines that a usage error shows", async () => {
    const { machine } = await shopFor();
    const argv = ["partial", "73152889", "--item", "NOPE", "--reason", "Other", "--yes"];
    const { err } = await machine.run(...argv);
    expect(err).not.toMatch(/^Paid: 0/m);
  });
});
