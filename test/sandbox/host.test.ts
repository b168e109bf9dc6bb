import { get } from "node:https";
import { connect, createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { startSandbox, type Sandbox } from "../../src/sandbox/server.ts";
import { login, refund, refundLine, sandboxFor, send } from "./calls.ts";

// Made for this test alone, for 127.0.0.1.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg04gyqpSHCYaljPkd
7zUyiukah3hK3z0o4+9qhzu/0JGhRANCAAR9X1fidkLduLlHeZoCaxUFYNjmKwCL
p+MjD3W/C0jxY+ZaXgeNGq4F6f7gTEtlp5tr+Tn37cRssEde43Teu2g/
-----END PRIVATE KEY-----
`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUem6fWu4tcv5TxQxqg8uJ4lOcxZQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJMTI3LjAuMC4xMCAXDTI2MTEyMTE5NTgxMFoYDzIxMjYxMDI4
MTk1ODEwWjAUMRIwEAYDVQQDDAkxMjcuMC4wLjEwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR9X1fidkLduLlHeZoCaxUFYNjmKwCLp+MjD3W/C0jxY+ZaXgeNGq4F
6f7gTEtlp5tr+Tn37cRssEde43Teu2g/o2QwYjAdBgNVHQ4EFgQUWqlJjZgaLvMY
VL9c8LExbz6Y9xMwHwYDVR0jBBgwFoAUWqlJjZgaLvMYVL9c8LExbz6Y9xMwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IClhW0KENuk9EHoWLAIzBa8IO4tKgd4a3qghbtrvRSJBAiEApvnQNcQ09q/R1r2K
H8C7j5E62TLgZLm1HndyrxdpZac=
-----END CERTIFICATE-----
`;

function control(sandbox: Sandbox, verb: string, path: string, value?: unknown): Promise<Response> {
  const body = value === undefined ? {} : { body: JSON.stringify(value) };
  return fetch(new URL(`/sandbox/${path}`, sandbox.rpcUrl), { method: verb, ...body });
}

test("a port of one's own choice is used, and one that is taken is an error", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, "127.0.0.1", resolve);
  });
  const { port } = taken.address() as AddressInfo;
  await expect(startSandbox({ port })).rejects.toThrow("EADDRINUSE");
  await new Promise((resolve) => taken.close(resolve));
  const sandbox = await sandboxFor({ port });
  expect(sandbox.rpcUrl).toBe(`http://127.0.0.1:${port}/rpc/6.0/`);
  expect(sandbox.legacyUrl).toBe(`http://127.0.0.1:${port}/api/`);
});

test("stopping ends answers that hang or wait, and frees the port", async () => {
  const sandbox = await startSandbox({
    faults: [{ kind: "hang-before" }, { kind: "slow", afterMs: 60_000 }],
  });
  const hanging = [send(sandbox, "login", []), send(sandbox, "login", [])];
  await expect.poll(() => sandbox.requests().length, { timeout: 20_000 }).toBe(2);
  await sandbox.stop();
  const outcomes = await Promise.allSettled(hanging);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await expect(send(sandbox, "login", [])).rejects.toThrow();
});

test("stopping does not wait for a client that never says anything", async () => {
  for (const tls of [null, { key, cert }]) {
    const sandbox = await startSandbox({ tls });
    const silent = connect(Number(new URL(sandbox.rpcUrl).port), "127.0.0.1");
    await new Promise((resolve) => silent.once("connect", resolve));
    const closed = new Promise((resolve) => silent.once("close", resolve));
    await sandbox.stop();
    await closed;
  }
});

test("every answer is delayed if the stand-in is set to wait", async () => {
  const sandbox = await sandboxFor({ delayMs: 60 });
  const start = performance.now();
  await login(sandbox);
  expect(performance.now() - start).toBeGreaterThanOrEqual(55);
});

test("HTTPS is served with a certificate of one's own", async () => {
  const sandbox = await sandboxFor({ tls: { key, cert } });
  expect(sandbox.rpcUrl).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    const url = new URL("/sandbox/ledger", sandbox.rpcUrl);
    get(url, { ca: cert }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });
  expect(status).toBe(200);
});

test("a reset forgets refunds, sessions, faults and requests", async () => {
  const sandbox = await sandboxFor();
  const session = await login(sandbox);
  await refund(sandbox, session, "73152871", 1);
  sandbox.addFault({ kind: "500-before" });
  sandbox.reset();
  expect(sandbox.ledger()).toEqual([]);
  expect(sandbox.requests()).toEqual([]);
  const { error } = await refund(sandbox, session, "73152871", 1);
  expect(error).toMatchObject({ code: 10000 });
});

test("the controls are served to other processes and are not counted as requests", async () => {
  const sandbox = await sandboxFor();
  const elsewhere = { refNo: "73152871", amount: "5.00" };
  expect((await control(sandbox, "POST", "refund-elsewhere", elsewhere)).status).toBe(200);
  expect((await control(sandbox, "POST", "settle")).status).toBe(200);
  expect(await (await control(sandbox, "GET", "ledger")).json()).toMatchObject([
    { by: "panel", amount: "5.00", state: "settled" },
  ]);
  expect(await (await control(sandbox, "GET", "requests")).json()).toEqual([]);
  await login(sandbox);
  expect(await (await control(sandbox, "GET", "requests")).json()).toMatchObject([
    { method: "login" },
  ]);
  expect((await control(sandbox, "POST", "reset")).status).toBe(200);
  expect(sandbox.ledger()).toEqual([]);
});

test("faults are added one by one or as a list, and cleared, over HTTP", async () => {
  const sandbox = await sandboxFor();
  await control(sandbox, "POST", "faults", { kind: "500-before", times: "always" });
  await control(sandbox, "POST", "faults", [{ kind: "429" }, { kind: "redirect" }]);
  expect((await send(sandbox, "login", [])).status).toBe(500);
  expect((await send(sandbox, "login", [])).status).toBe(500);
  await control(sandbox, "DELETE", "faults");
  expect((await send(sandbox, "login", [])).status).toBe(200);
});

test.each([
  ["POST", "faults", { kind: "earthquake" }, 400, /is not a known fault/],
  ["POST", "faults", [{ kind: "429" }, 5], 400, /an object with a kind/],
  ["POST", "faults", { kind: "429", times: -1 }, 400, /is not a number of times/],
  ["POST", "refund-elsewhere", {}, 400, /must be strings/],
  ["POST", "refund-elsewhere", { refNo: "1", amount: "1" }, 400, /Invalid ORDER_REF/],
  ["DELETE", "ledger", undefined, 404, /There is no DELETE/],
])("%s %s with %o is refused with a reason", async (verb, path, value, status, reason) => {
  const sandbox = await sandboxFor();
  const response = await control(sandbox, verb, path, value);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ reason: expect.stringMatching(reason) as unknown });
  expect((await refundLine(sandbox, {})).status).toBe(400);
});
