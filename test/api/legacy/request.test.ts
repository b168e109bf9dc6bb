import { expect, test } from "vitest";
import { refundLineItem } from "../../../src/api/legacy/refund-lineitem.ts";
import { Secret } from "../../../src/domain/secret.ts";
import refunded from "../../fixture/legacy-refund-lineitem-ok.json" with { type: "json" };
import { httpServer, transportFor } from "../../transport/loopback.ts";
import { lineItemId } from "../../support/named.ts";

const refund = {
  lineItemId: lineItemId("1234567890"),
  category: 16,
  comment: "Item not in stock.",
};

async function sent(comment = refund.comment, password = "password") {
  const server = await httpServer((response) => response.end(JSON.stringify(refunded)));
  const transport = transportFor();
  const url = new URL("/api/", server.url);
  const account = { url, username: "username", password: new Secret(password) };
  const settlement = await refundLineItem(account, transport, { ...refund, comment });
  return { server, settlement, trace: transport.lines.join("\n") };
}

test("the request is that of the vendor's example", async () => {
  const { server, settlement } = await sent();
  expect(settlement).toEqual({ tag: "accepted", warnings: [] });
  expect(server.bodies).toEqual(["lineitem_id=1234567890&category=16&comment=Item+not+in+stock."]);
  expect(server.requests[0]).toMatchObject({
    method: "POST",
    url: "/api/sales/refund_lineitem",
    headers: {
      authorization: "Basic dXNlcm5hbWU6cGFzc3dvcmQ=",
      "content-type": "application/x-www-form-urlencoded",
      accept: "application/json",
    },
  });
});

test("a comment and a password in any letters arrive as UTF-8", async () => {
  const comment = "Grüße & 100 % = 日本\n";
  const { server } = await sent(comment, "pässwörd");
  expect(new URLSearchParams(server.bodies[0]).get("comment")).toBe(comment);
  const basic = server.requests[0]?.headers.authorization?.replace("Basic ", "") ?? "";
  expect(Buffer.from(basic, "base64").toString()).toBe("username:pässwörd");
});

test("neither password nor comment reach the trace", async () => {
  const { trace } = await sent();
  expect(trace).toContain("/api/sales/refund_lineitem");
  expect(trace).not.toMatch(/dXNlcm5hbWU6cGFzc3dvcmQ|password|not in stock|not\+in\+stock/);
});
