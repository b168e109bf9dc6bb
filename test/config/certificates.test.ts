import { describe, expect, test } from "vitest";
import { documentOf, outcomeOf } from "../support/document.ts";
import { received, shopFor } from "../support/sandbox.ts";
import { certified } from "../transport/certificate.ts";
import { closedPort, httpServer, post, rawServer, transportFor } from "../transport/loopback.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const lineItem = ["lineitem", "1234567890", "--legacy", "--category", "5", "--yes", "--json"];

/** Certificate checks are off, and both APIs are at a host that no name server knows, behind a proxy that is gone. */
async function shopElsewhere() {
  const shop = await shopFor();
  Object.assign(shop.machine.env, {
    NODE_TLS_REJECT_UNAUTHORIZED: "0",
    REFUND_RPC_URL: `https://${certified.host}/rpc/6.0/`,
    REFUND_LEGACY_URL: `https://${certified.host}/api/`,
    HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}`,
  });
  return shop;
}

describe("with certificate checks switched off", () => {
  test.each([
    total,
    lineItem,
    ["order", "73152871", "--json"],
    ["total", "73152871", "--reason", "Other", "--dry-run", "--json"],
  ])("%s %s is a configuration error where it would be sent elsewhere", async (...argv) => {
    const { machine } = await shopElsewhere();
    const document = outcomeOf(await machine.run(...argv));
    expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
    expect(document.error?.message).toContain("NODE_TLS_REJECT_UNAUTHORIZED");
    expect(document.attempt).toBeNull();
  });

  test("login does not send a key elsewhere", async () => {
    const { machine } = await shopElsewhere();
    const running = machine.start("login", "--stdin", "--json");
    running.pipe("CODE\nkey-of-the-shop\n");
    expect(outcomeOf(await running.ended)).toMatchObject({ code: 3 });
    expect([...machine.keychain.kept]).toEqual([]);
  });

  test("the stand-in and the journal are used as ever", async () => {
    const { machine, sandbox } = await shopFor();
    machine.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    expect(outcomeOf(await machine.run(...total))).toMatchObject({ outcome: "accepted" });
    expect(received(sandbox, "issueRefund")).toBe(1);
    expect(await machine.run("history")).toMatchObject({ code: 0 });
  });

  test("doctor says so, calls nobody elsewhere, and calls no certificate good", async () => {
    const { machine } = await shopElsewhere();
    const ended = await machine.run("doctor", "--json");
    const { healthy, checks } = documentOf(ended, "refund.doctor-1");
    expect({ code: ended.code, healthy }).toEqual({ code: 3, healthy: false });
    const byName = Object.fromEntries(checks.map((check) => [check.check, check]));
    expect(byName).toMatchObject({
      certificates: { status: "wrong" },
      "rpc6-endpoint": { status: "warning" },
      "rpc6-credentials": { status: "warning" },
      proxy: { status: "ok" },
    });
    expect(ended.out).not.toContain("is good");
  });

  test("the transport itself opens no connection to another host, and one to this machine", async () => {
    const asked: string[] = [];
    const proxy = await rawServer((socket) => {
      socket.on("data", (data) => asked.push(data.toString()));
    });
    const transport = transportFor({
      certificatesChecked: false,
      env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
    });
    expect(await transport.send(post(new URL(`https://${certified.host}/`)))).toMatchObject({
      tag: "not-sent",
      fault: { kind: "tls" },
    });
    expect(asked).toEqual([]);
    const here = await httpServer((response) => response.end("here"));
    expect(await transport.send(post(here.url))).toMatchObject({ tag: "response", body: "here" });
  });
});

test.each(["1", "", "false"])("certificate checks are on with %j", async (value) => {
  const { machine } = await shopElsewhere();
  machine.env["NODE_TLS_REJECT_UNAUTHORIZED"] = value;
  expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 6 });
});
