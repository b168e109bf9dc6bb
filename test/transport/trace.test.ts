import { expect, test } from "vitest";
import legacySale from "../fixture/legacy-detail-sale-2017.json" with { type: "json" };
import recorded from "../fixture/order-rest6-2022.json" with { type: "json" };
import { redact } from "../../src/transport/redaction.ts";
import { closedPort, httpServer, post, transportFor } from "./loopback.ts";

/** Everything in the recordings that tells who the customer is. */
const customer =
  /Buyer|example\.com|Test Street|12345|California|4111|1111|192\.0\.2\.1|Townsville|43206|Main Street/;

const reading = (result: unknown) => JSON.stringify({ jsonrpc: "2.0", id: 2, result });

test.each([
  ["an order", reading(recorded), "193612999"],
  ["a sale of the legacy API", JSON.stringify(legacySale), "9093735704394"],
])("of %s nothing that tells the customer is left, and the rest is", (_, body, kept) => {
  const shown = redact(body, []);
  expect(body).toMatch(customer);
  expect(shown).not.toMatch(customer);
  expect(shown).toContain(kept);
});

test.each([
  ["BillingDetails"],
  ["DeliveryDetails"],
  ["PaymentDetails"],
  ["CustomerDetails"],
  ["customer"],
  ["Email"],
  ["e-mail"],
  ["Address1"],
  ["address_1"],
  ["Phone"],
  ["CustomerIP"],
  ["detail_ip"],
  ["FirstName"],
  ["customer_name"],
  ["Comment"],
])("the value of %s is taken out wherever it is", (key) => {
  expect(redact(JSON.stringify({ invoices: [{ [key]: "Jane" }] }), [])).toBe(
    `{"invoices":[{"${key}":"***"}]}`,
  );
});

test("what is null stays null, so that the shape can be seen", () => {
  expect(redact('{"CustomerDetails":null,"Email":"a@b","Items":[]}', [])).toBe(
    '{"CustomerDetails":null,"Email":"***","Items":[]}',
  );
});

test("a secret is taken out wherever it is, and an empty one takes nothing out", () => {
  expect(redact('{"params":["s3ss10n","x s3ss10n y"]}', ["s3ss10n", ""])).toBe(
    '{"params":["***","x *** y"]}',
  );
});

test.each([
  ["a form", "lineitem_id=1&comment=Dear+Buyer"],
  ["a page", "<html>Dear Test Buyer</html>"],
  ["a cut answer", '{"BillingDetails":{"FirstName":"Test'],
])("of %s only its size is shown", (_, body) => {
  expect(redact(body, [])).toBe(`(${body.length} characters that are not JSON)`);
});

test("a trace has one line for each request and each answer, without secrets and customer", async () => {
  const server = await httpServer((response, _, count) => {
    response.writeHead(count === 1 ? 503 : 200).end(reading(recorded));
  });
  const transport = transportFor({ now: () => 5 });
  const secrets = ["s3ss10n", "hunter2"];
  const headers = { authorization: "Basic hunter2" };
  const body = JSON.stringify({ method: "getOrder", params: ["s3ss10n", "193612999"] });
  const url = new URL("?key=hunter2", server.url);
  await transport.sendRepeatable(post(url, { body, headers, secrets }));
  const asked = `> POST ${server.url.href} {"method":"getOrder","params":["***","193612999"]}`;
  expect(transport.lines).toEqual([
    asked,
    expect.stringMatching(/^< 503 \{.*"RefNo":"193612999".*\} \(0 ms\)$/),
    "  again in 300 ms",
    asked,
    expect.stringMatching(/^< 200 \{.*"RefNo":"193612999".*\} \(0 ms\)$/),
  ]);
  const all = transport.lines.join("\n");
  for (const secret of secrets) expect(all).not.toContain(secret);
  expect(all).not.toMatch(customer);
});

test("an answer that is itself a secret is left out", async () => {
  const server = await httpServer((response) => response.end('{"result":"s3ss10n"}'));
  const transport = transportFor({ now: () => 5 });
  await transport.send(post(server.url, { answerIsSecret: true }));
  expect(transport.lines[1]).toBe("< 200 *** (0 ms)");
});

test("of a request without an answer the trace says why", async () => {
  const transport = transportFor({ now: () => 5 });
  await transport.send(post(new URL(`http://127.0.0.1:${await closedPort()}/`)));
  expect(transport.lines[1]).toMatch(/^< not-sent: refused: .*ECONNREFUSED.* \(0 ms\)$/);
});

test("a transport that is not asked to trace still sends and repeats", async () => {
  const server = await httpServer((response, _, count) => {
    response.writeHead(count === 1 ? 503 : 200).end();
  });
  const transport = transportFor({ trace: null });
  expect(await transport.sendRepeatable(post(server.url))).toMatchObject({ status: 200 });
  expect(transport.lines).toEqual([]);
});
