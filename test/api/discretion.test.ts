import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { discretionAbout } from "../../src/api/discretion.ts";
import { problem } from "../../src/domain/problem.ts";

const about = (...secrets: readonly string[]) => discretionAbout(() => secrets);

const refused = (words: string, code: string | null = "1") => {
  const api = { code, message: words };
  return {
    tag: "refused",
    problem: problem("some-code", `It said: ${words}. So what.`, api),
  } as const;
};

const secret = 'pä<ss>&"w/o rd+=';

describe("the words of an answer", () => {
  test.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ secret })],
    ["in a form", new URLSearchParams({ secret }).toString()],
    ["in a URL", encodeURIComponent(secret)],
    ["in a URL with small letters", encodeURIComponent(secret).toLowerCase()],
    ["in HTML", "pä&lt;ss&gt;&amp;&quot;w/o rd+="],
    ["in Base64", Buffer.from(secret).toString("base64")],
    ["in the Base64 of URLs", Buffer.from(secret).toString("base64url")],
  ])("do not hold a secret %s", (_how, words) => {
    const text = JSON.stringify(about(secret).settlement(refused(`x ${words} y`, words)));
    expect(text).toContain("***");
    expect(text).not.toContain(words);
    expect(text).not.toContain("w/o");
  });

  test.each(["true", "1", "OK", "e", "refused", "some-code"])(
    "lose the secret %j, and mean what they meant",
    (short) => {
      const { settlement } = about(short);
      expect(settlement(refused(`a ${short} b`))).toMatchObject({
        tag: "refused",
        problem: { code: "some-code", api: { message: /^a? ?\*\*\*|a \*\*\* b/ } },
      });
      expect(settlement({ tag: "accepted", warnings: [] })).toEqual({
        tag: "accepted",
        warnings: [],
      });
    },
  );

  test("are bounded and marked as cut, and what is said behind them is kept", () => {
    const { problem: said } = about().settlement(refused("🙂".repeat(4_000_000))) as ReturnType<
      typeof refused
    >;
    expect(said.api?.message.length).toBeLessThanOrEqual(500);
    expect(said.api?.message).toMatch(/^(🙂)+… \(\d+ characters cut\)$/u);
    expect(said.message).toMatch(/cut\)\. So what\.$/);
  });

  test("are left alone where there is nothing to take out", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (words) => {
        expect(about("a secret that is nowhere", "").settlement(refused(words))).toEqual(
          refused(words),
        );
      }),
    );
  });
});

describe("the value of an answer", () => {
  test("holds no secret in a text or a key, at any depth", () => {
    const value = {
      [`k ${secret}`]: [{ name: `n ${secret}`, count: 12345678, yes: true, no: null }],
    };
    expect(about(secret).value(value)).toEqual({
      "k ***": [{ name: "n ***", count: 12345678, yes: true, no: null }],
    });
  });

  test("is not changed by a short secret, which may stand in it by chance", () => {
    const value = { RefNo: "73152871", Status: "COMPLETE" };
    expect(about("7315", "COMP").value(value)).toEqual(value);
  });

  test("is bounded in depth and in its texts", () => {
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`) as unknown;
    expect(JSON.stringify(about().value(deep)).length).toBeLessThan(300);
    expect(JSON.stringify(about().value(["x".repeat(9_000_000)])).length).toBeLessThan(600);
  });
});
