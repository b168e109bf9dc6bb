import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "rolldown";
import { expect, onTestFinished, test } from "vitest";
import { certified } from "./certificate.ts";
import { closedPort, httpServer, post, rawServer, transportFor } from "./loopback.ts";

const run = promisify(execFile);
const anywhere = new URL(`https://${certified.host}/rpc/6.0/`);

/** A proxy that answers every CONNECT with these words; `asked` holds the first line and headers of each. */
async function proxy(reply: string, then: (socket: Socket) => void = () => undefined) {
  const asked: string[] = [];
  const server = await rawServer((socket) => {
    socket.once("data", (data) => {
      asked.push(data.toString());
      socket.write(reply);
      then(socket);
    });
  });
  return { address: `127.0.0.1:${server.port}`, asked };
}

/** Whatever host is asked for, the tunnel ends at this port of this machine. */
function tunnelTo(port: number): (socket: Socket) => void {
  return (socket) => {
    const inside = connect(port, "127.0.0.1");
    for (const end of [socket, inside]) end.on("error", () => undefined);
    socket.pipe(inside).pipe(socket);
  };
}

const established = "HTTP/1.1 200 Connection established\r\n\r\n";

test.each([
  ["forbids", "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"],
  ["wants a password", "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"],
  ["does not reach the host", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"],
])("a proxy that %s: not sent, and not tried again", async (_, reply) => {
  const refusing = await proxy(reply);
  const transport = transportFor({ env: { HTTPS_PROXY: `http://${refusing.address}` } });
  expect(await transport.sendRepeatable(post(anywhere))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "proxy" },
  });
  expect(refusing.asked).toEqual([
    expect.stringContaining(`CONNECT ${certified.host}:443 HTTP/1.1\r\n`),
  ]);
});

test("a proxy where nobody listens: not sent, and the fault names the proxy without its password", async () => {
  const address = `127.0.0.1:${await closedPort()}`;
  const env = { HTTPS_PROXY: `http://someone:hunter2@${address}` };
  const answer = await transportFor({ env }).send(post(anywhere));
  expect(answer).toMatchObject({
    tag: "not-sent",
    fault: {
      kind: "refused",
      detail: expect.stringMatching(
        `^could not reach the proxy ${address}: .*ECONNREFUSED`,
      ) as string,
    },
  });
  expect(JSON.stringify(answer)).not.toMatch(/someone|hunter2/);
});

test("a proxy that never answers: not sent", async () => {
  const silent = await proxy("");
  const transport = transportFor({
    timeoutMs: 200,
    env: { HTTPS_PROXY: `http://${silent.address}` },
  });
  expect(await transport.send(post(anywhere))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "connect-timeout" },
  });
});

test("a proxy that leads to a server whose certificate nobody vouches for: not sent", async () => {
  const server = await httpServer((response) => response.end(), "https");
  const passing = await proxy(established, tunnelTo(server.port));
  const transport = transportFor({ env: { HTTPS_PROXY: `http://${passing.address}` } });
  expect(await transport.send(post(anywhere))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "tls" },
  });
  expect(server.bodies).toEqual([]);
});

const refused = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";

test.each([
  ["HTTPS_PROXY", (address: string) => ({ HTTPS_PROXY: `http://${address}` })],
  [
    "https_proxy",
    (address: string) => ({ https_proxy: `http://${address}`, HTTPS_PROXY: "http://x.invalid" }),
  ],
  ["a proxy without a scheme", (address: string) => ({ HTTPS_PROXY: address })],
  [
    "a proxy with NO_PROXY for others",
    (address: string) => ({ HTTPS_PROXY: address, NO_PROXY: "other.invalid" }),
  ],
])("%s names the proxy", async (_, env) => {
  const asking = await proxy(refused);
  await transportFor({ env: env(asking.address) }).send(post(anywhere));
  expect(asking.asked).toHaveLength(1);
});

test("the proxy is given the name and the password of its address", async () => {
  const asking = await proxy(refused);
  const env = { HTTPS_PROXY: `http://user:hunter2@${asking.address}` };
  await transportFor({ env }).send(post(anywhere));
  const basic = Buffer.from("user:hunter2").toString("base64");
  expect(asking.asked[0]?.toLowerCase()).toContain(
    `proxy-authorization: basic ${basic.toLowerCase()}`,
  );
});

test.each([
  ["the host", { NO_PROXY: certified.host }],
  ["its domain", { NO_PROXY: "example.com,.refund.invalid" }],
  ["it in lower case", { no_proxy: "*.refund.invalid", NO_PROXY: "" }],
  ["everything", { NO_PROXY: "*" }],
])("where NO_PROXY names %s, the proxy is not asked", async (_, env) => {
  const asking = await proxy(refused);
  const transport = transportFor({ env: { ...env, HTTPS_PROXY: `http://${asking.address}` } });
  const answer = await transport.send(post(anywhere));
  expect(answer.tag).not.toBe("response");
  expect(asking.asked).toEqual([]);
});

test("a proxy is never asked for a loopback address", async () => {
  const asking = await proxy(refused);
  const plain = await httpServer((response) => response.end());
  const secure = await httpServer((response) => response.end(), "https");
  const transport = transportFor({ env: { HTTPS_PROXY: `http://${asking.address}` } });
  expect(await transport.send(post(plain.url))).toMatchObject({ tag: "response" });
  expect(await transport.send(post(secure.url))).toMatchObject({ fault: { kind: "tls" } });
  expect(asking.asked).toEqual([]);
});

test("through a proxy, and with a company's certificate, the whole exchange takes place", async () => {
  const server = await httpServer((response) => response.end("accepted"), "https");
  const passing = await proxy(established, tunnelTo(server.port));
  const folder = mkdtempSync(join(tmpdir(), "refund-proxy-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const program = join(folder, "send.cjs");
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, certified.cert);
  await build({
    input: fileURLToPath(new URL("./proxied-send.ts", import.meta.url)),
    platform: "node",
    output: { file: program, format: "cjs", codeSplitting: false },
  });
  const env = { NODE_EXTRA_CA_CERTS: ca, HTTPS_PROXY: `http://${passing.address}` };
  const { stdout } = await run(
    process.execPath,
    [program, anywhere.href, server.url.href, anywhere.href],
    { env },
  );
  const answer = { tag: "response", status: 200, body: "accepted" };
  expect(JSON.parse(stdout)).toMatchObject([answer, answer, answer]);
  expect(server.bodies).toEqual(["a refund", "a refund", "a refund"]);
  expect(passing.asked.every((asked) => asked.startsWith(`CONNECT ${certified.host}:443`))).toBe(
    true,
  );
});
