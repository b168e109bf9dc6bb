import { expect, test } from "vitest";
import { noon, post, sandboxFor } from "./calls.ts";

const call = { jsonrpc: "2.0", id: 1, method: "getOrder", params: ["session", "73152871"] };

test.each([
  ["a body that is not JSON", "{", -32700],
  ["an empty body", "", -32700],
  ["a list of calls", JSON.stringify([call]), -32600],
  ["another version", JSON.stringify({ ...call, jsonrpc: "1.0" }), -32600],
  ["a missing id", JSON.stringify({ ...call, id: undefined }), -32600],
  ["an id that is a list", JSON.stringify({ ...call, id: [1] }), -32600],
  ["a fractional id", JSON.stringify({ ...call, id: 1.5 }), -32600],
  ["a missing method", JSON.stringify({ ...call, method: undefined }), -32600],
  ["an unknown method", JSON.stringify({ ...call, method: "getOrders" }), -32601],
  ["named parameters", JSON.stringify({ ...call, params: { session: "", refNo: "" } }), -32602],
  ["a missing parameter", JSON.stringify({ ...call, params: ["session"] }), -32602],
  ["a parameter too many", JSON.stringify({ ...call, params: ["s", "1", 2] }), -32602],
])("%s is refused at HTTP 200 with JSON-RPC's own code", async (_, body, code) => {
  const sandbox = await sandboxFor();
  const response = await post(sandbox, body);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ jsonrpc: "2.0", error: { code } });
});

test.each([
  ["another content type", { method: "POST", headers: { "Content-Type": "text/plain" } }],
  [
    "an Accept header without JSON",
    { method: "POST", headers: { "Content-Type": "application/json", Accept: "text/html" } },
  ],
  ["PUT", { method: "PUT", headers: { "Content-Type": "application/json" } }],
])("%s is an invalid request", async (_, init) => {
  const sandbox = await sandboxFor();
  const response = await fetch(sandbox.rpcUrl, { ...init, body: JSON.stringify(call) });
  expect(await response.json()).toMatchObject({ id: null, error: { code: -32600 } });
});

test.each([4711, "call-4711"])("the answer has the id of the request: %j", async (id) => {
  const sandbox = await sandboxFor();
  const response = await post(sandbox, JSON.stringify({ ...call, id }));
  expect(await response.json()).toMatchObject({ id, error: { code: 10000 } });
});

test("the endpoint answers with and without its trailing slash, and nothing else is beside it", async () => {
  const sandbox = await sandboxFor();
  const init = {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(call),
  };
  const bare = await fetch(sandbox.rpcUrl.slice(0, -1), init);
  expect(await bare.json()).toMatchObject({ error: { code: 10000 } });
  const beside = await fetch(new URL("../5.0/", sandbox.rpcUrl), init);
  expect(beside.status).toBe(404);
  expect(beside.headers.get("content-type")).toContain("text/html");
});

test("every request is seen with its time, path, method and body", async () => {
  const sandbox = await sandboxFor({ clock: () => noon });
  const body = JSON.stringify(call);
  await post(sandbox, body);
  await post(sandbox, "{");
  await fetch(new URL("/elsewhere", sandbox.rpcUrl));
  const at = noon;
  expect(sandbox.requests()).toEqual([
    { at, verb: "POST", path: "/rpc/6.0/", method: "getOrder", body },
    { at, verb: "POST", path: "/rpc/6.0/", method: null, body: "{" },
    { at, verb: "GET", path: "/elsewhere", method: null, body: "" },
  ]);
});
