import { describe, expect, test } from "vitest";
import { readProxy } from "../../src/config/proxy.ts";
import { outcomeOf } from "../support/document.ts";
import { shopFor } from "../support/sandbox.ts";

const broken = [
  ["no URL", "http://"],
  ["a host with a space", "http://proxy example:3128"],
  ["a port that is none", "http://agent:hunter2@proxy:port"],
  ["a SOCKS proxy", "socks5://agent:hunter2@proxy:1080"],
  ["an older SOCKS proxy", "SOCKS4a://proxy:1080"],
  ["in quotes", '"http://agent:hunter2@proxy:3128"'],
  ["in single quotes", "'http://proxy:3128'"],
  ["in half of its quotes", 'http://agent:hunter2@proxy"'],
  ["of another kind", "ftp://agent:hunter2@proxy"],
  ["without its colon", "http//proxy:3128"],
  ["a script's address", "http://proxy.example/proxy.pac"],
  ["a password that was not encoded", "http://agent:hunter2%zz@proxy:3128"],
] as const;

describe.each(["HTTPS_PROXY", "https_proxy"])("%s that is", (name) => {
  test.each(broken)("%s ends the run with 3, before anything is sent", async (_what, value) => {
    const { machine, sandbox } = await shopFor();
    machine.env[name] = value;
    const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
    const document = outcomeOf(await machine.run(...argv));
    expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
    expect(document.error?.message).toContain(name);
    expect(document.error?.message).not.toContain("hunter2");
    expect(sandbox.requests()).toEqual([]);
  });
});

test.each([
  "http://proxy:3128",
  "https://proxy",
  "proxy:3128",
  "http://me:p%25w'\"@proxy:1/",
  "10.0.0.1:8",
])("%s is a proxy", (value) => {
  expect(readProxy({ HTTPS_PROXY: value })).toMatchObject({ tag: "proxy" });
});

test("a proxy that is none does not matter where it is never asked", async () => {
  expect(readProxy({ HTTPS_PROXY: "socks5://proxy", NO_PROXY: "*" })).toEqual({ tag: "none" });
  const { machine } = await shopFor();
  machine.env["HTTPS_PROXY"] = "socks5://proxy";
  expect(await machine.run("order", "73152871", "--sandbox")).toMatchObject({ code: 0 });
});

test("at a question a proxy that is none is said at once", async () => {
  const { machine } = await shopFor({}, { terminal: { stdin: true, stderr: true } });
  machine.env["HTTPS_PROXY"] = "socks5://proxy";
  const { code, err } = await machine.run();
  expect(code).toBe(3);
  expect(err).toContain("HTTPS_PROXY names a SOCKS proxy");
});
