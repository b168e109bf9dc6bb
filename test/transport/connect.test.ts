import { lookup } from "node:dns/promises";
import { expect, test } from "vitest";
import { certified } from "./certificate.ts";
import { closedPort, httpServer, post, rawServer, transportFor } from "./loopback.ts";

const invalidResolves = await lookup(certified.host).then(
  () => true,
  () => false,
);

test("a port where nobody listens: not sent", async () => {
  const url = new URL(`http://127.0.0.1:${await closedPort()}/`);
  expect(await transportFor().send(post(url))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "refused", detail: expect.stringContaining("ECONNREFUSED") as unknown },
  });
});

test.skipIf(invalidResolves)("a host without an address: not sent", async () => {
  const url = new URL(`https://${certified.host}/`);
  expect(await transportFor().send(post(url))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "name-lookup" },
  });
});

test("a server that does not speak TLS: not sent", async () => {
  const server = await httpServer((response) => response.end());
  const url = new URL(server.url.href.replace("http:", "https:"));
  expect(await transportFor().send(post(url))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "tls" },
  });
  expect(server.bodies).toEqual([]);
});

test("a certificate that nobody vouches for: not sent, and not tried again", async () => {
  const server = await httpServer((response) => response.end(), "https");
  expect(await transportFor().sendRepeatable(post(server.url))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "tls" },
  });
  expect([server.connections(), server.bodies.length]).toEqual([1, 0]);
});

test("a server that takes the connection and never speaks TLS: not sent", async () => {
  const heard: Buffer[] = [];
  const server = await rawServer(
    (socket) => socket.on("data", (data) => heard.push(data)),
    "https",
  );
  const transport = transportFor({ timeoutMs: 200 });
  expect(await transport.send(post(server.url, { body: "a refund" }))).toMatchObject({
    tag: "not-sent",
    fault: { kind: "connect-timeout" },
  });
  expect(Buffer.concat(heard).includes("a refund")).toBe(false);
});

test("a server that ends the connection during the handshake: not sent", async () => {
  const server = await rawServer((socket) => socket.once("data", () => socket.destroy()), "https");
  expect(await transportFor().send(post(server.url))).toMatchObject({ tag: "not-sent" });
});
