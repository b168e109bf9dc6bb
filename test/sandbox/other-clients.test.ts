import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { sandboxFor } from "./calls.ts";

/*
 * Other people's clients, written anew as they are known to call: nothing but the host differs.
 */

/** As the vendor's PHP samples: numbers that count up, a cookie jar's worth of nothing else. */
function phpSample(sandbox: Sandbox) {
  let id = 0;
  return async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(sandbox.rpcUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ method, params, id: id++, jsonrpc: "2.0" }),
    });
    const { error, result } = (await response.json()) as { error?: unknown; result?: unknown };
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result;
  };
}

/** As a client with other habits: ids that are text, a charset with the content type, no Accept. */
function textIds(sandbox: Sandbox) {
  return async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const id = crypto.randomUUID();
    const response = await fetch(sandbox.rpcUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8" },
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
    });
    const answer = (await response.json()) as { id: unknown; result?: unknown };
    expect(answer.id).toBe(id);
    return answer.result;
  };
}

function loginOf({ merchantCode, secretKey }: Sandbox): readonly string[] {
  const date = new Date().toISOString().slice(0, 19).replace("T", " ");
  const text = `${merchantCode.length}${merchantCode}${date.length}${date}`;
  const hash = createHmac("sha256", secretKey).update(text).digest("hex");
  return [merchantCode, date, hash, "sha256"];
}

describe("the vendor's samples", () => {
  test("of a partial refund: null beside one item", async () => {
    const sandbox = await sandboxFor();
    const callRPC = phpSample(sandbox);
    const session = await callRPC("login", loginOf(sandbox));
    const item = {
      Quantity: 1,
      LineItemReference: "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b",
      Amount: 29.99,
    };
    const params = [session, "73152871", null, [item], "This is a comment", "Other"];
    expect(await callRPC("issueRefund", params)).toBe(true);
  });

  test("of a total refund: the amount as text beside no items", async () => {
    const sandbox = await sandboxFor();
    const callRPC = phpSample(sandbox);
    const session = await callRPC("login", loginOf(sandbox));
    const params = [session, "73152871", "241.49", [], "This is a comment", "Other"];
    expect(await callRPC("issueRefund", params)).toBe(true);
    expect(sandbox.ledger()).toMatchObject([{ amount: "241.49", items: [] }]);
  });
});

test("a client with text for ids refunds a total with items that are an empty text", async () => {
  const sandbox = await sandboxFor();
  const callRpc = textIds(sandbox);
  const session = await callRpc("login", loginOf(sandbox));
  const params = [session, "73152871", 241.49, "", "", "Other"];
  expect(await callRpc("issueRefund", params)).toBe(true);
});

describe("the legacy libraries of the vendor", () => {
  test("PHP sends the form in parts", async () => {
    const sandbox = await sandboxFor();
    const form = new FormData();
    form.set("lineitem_id", "1234567890");
    form.set("category", "5");
    form.set("comment", "two\r\nlines; and a — dash");
    const { legacyUsername, legacyPassword } = sandbox;
    const basic = Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64");
    const response = await fetch(`${sandbox.legacyUrl}sales/refund_lineitem`, {
      method: "POST",
      headers: { Authorization: `Basic ${basic}`, Accept: "application/json" },
      body: form,
    });
    expect(await response.json()).toMatchObject({ response_code: "OK" });
    expect(sandbox.ledger()).toMatchObject([
      { lineItemId: "1234567890", category: 5, comment: "two\r\nlines; and a — dash" },
    ]);
  });

  test("Python sends its password only when it is asked for it", async () => {
    const sandbox = await sandboxFor();
    const url = `${sandbox.legacyUrl}sales/refund_lineitem`;
    const request = {
      method: "POST",
      headers: { Accept: "application/json" } as Record<string, string>,
      body: new URLSearchParams({ lineitem_id: "1234567890", category: "5", comment: "c" }),
    };
    const challenge = await fetch(url, request);
    expect(challenge.status).toBe(401);
    expect(challenge.headers.get("www-authenticate")).toMatch(/^Basic realm="/);
    expect(sandbox.ledger()).toEqual([]);
    const { legacyUsername, legacyPassword } = sandbox;
    request.headers["Authorization"] =
      `Basic ${Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64")}`;
    expect((await fetch(url, request)).status).toBe(200);
    expect(sandbox.ledger()).toHaveLength(1);
  });

  test("Node sends the form in one, with the password at once", async () => {
    const sandbox = await sandboxFor();
    const { legacyUsername, legacyPassword } = sandbox;
    const response = await fetch(`${sandbox.legacyUrl}sales/refund_lineitem`, {
      method: "POST",
      headers: {
        Authorization: `Basic ${Buffer.from(`${legacyUsername}:${legacyPassword}`).toString("base64")}`,
        Accept: "application/json",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
      },
      body: "lineitem_id=1234567890&category=5&comment=thanks+%26+bye",
    });
    expect(await response.json()).toMatchObject({ response_code: "OK" });
    expect(sandbox.ledger()).toMatchObject([{ comment: "thanks & bye" }]);
  });
});
