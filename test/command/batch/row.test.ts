import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../src/command/batch/fingerprint.ts";
import { parseRow } from "../../../src/command/batch/parse-row.ts";
import type { Fields, Row } from "../../../src/command/batch/row.ts";

const rules = { reasons: ["Fraud", "Other"], defaultReason: "Other" };

function rowOf(fields: Fields): Row {
  const parsed = parseRow(fields, rules);
  if ("causes" in parsed) throw new Error(parsed.causes.join("; "));
  return parsed.row;
}

test.each<[string, Fields, object]>([
  [
    "a total",
    { kind: "total", order: "1", amount: "26", currency: "usd", reason: "Fraud" },
    { api: "rpc6", number: "1", wish: { kind: "total" }, amount: "26.00", currency: "USD" },
  ],
  [
    "a total that does not say what it comes to",
    { kind: "Total", order: "1" },
    { wish: { kind: "total" }, amount: null, currency: null, reason: "Other" },
  ],
  [
    "items, whose amounts are added up",
    { kind: "partial", order: "1", items: "A:1:2.50; B:2:7.50", currency: "EUR" },
    {
      amount: "10.00",
      wish: {
        kind: "partial",
        amount: null,
        items: [
          { line: "A", quantity: 1, amount: "2.50" },
          { line: "B", quantity: 2, amount: "7.50" },
        ],
      },
    },
  ],
  [
    "an amount off the total",
    { kind: "partial", order: "1", amount: "3000", currency: "JPY" },
    { amount: "3000", wish: { kind: "partial", items: [], amount: "3000" } },
  ],
  [
    "a line",
    { kind: "lineitem", order: "1", lineitem: "PRO-1Y" },
    { number: "1", wish: { kind: "lineitem", line: "PRO-1Y" } },
  ],
  [
    "a legacy line item, whose comment is its category's name",
    { kind: "legacy", lineitem: "123", category: "16", id: "7", ticket: "T" },
    { api: "legacy", number: "123", category: 16, comment: "Out of stock", id: "7", ticket: "T" },
  ],
])("%s is a row", (_what, fields, row) => {
  expect(rowOf(fields)).toMatchObject(row);
});

test.each<[Fields, readonly string[]]>([
  [{}, ["kind is missing"]],
  [{ kind: "all", order: "1" }, ['kind "all" is not one of total, partial, lineitem, legacy']],
  [{ kind: "total" }, ["order is missing"]],
  [{ kind: "total", order: "12a" }, ['order "12a" must be digits only']],
  [{ kind: "total", order: "1", items: "A" }, ["a row of kind total takes no items"]],
  [{ kind: "total", order: "1", lineitem: "A" }, ["a row of kind total takes no lineitem"]],
  [{ kind: "total", order: "1", category: "4" }, ["a row of kind total takes no category"]],
  [{ kind: "total", order: "1", amount: "26" }, ["an amount needs a currency"]],
  [{ kind: "total", order: "1", currency: "DEM" }, ['currency "DEM" is not an ISO 4217 code']],
  [
    { kind: "total", order: "1", amount: "1,000.00", currency: "USD" },
    ['amount "1,000.00" must be written like 26.00 or 26.00 USD'],
  ],
  [
    { kind: "total", order: "1", amount: "26.001", currency: "USD" },
    ["amount has more than the 2 decimal digits of USD"],
  ],
  [
    { kind: "total", order: "1", amount: "26 EUR", currency: "USD" },
    ["amount is in EUR, but the row is in USD"],
  ],
  [
    { kind: "total", order: "1", amount: "0.00", currency: "USD" },
    ["an amount must be more than zero"],
  ],
  [{ kind: "partial", order: "1" }, ["a partial refund needs items or an amount"]],
  [
    { kind: "partial", order: "1", items: "A:1:2;B:1:2", amount: "5", currency: "USD" },
    ["the amount differs from the sum of the items"],
  ],
  [{ kind: "partial", order: "1", items: "A;A:2" }, ["items names line A twice"]],
  [{ kind: "partial", order: "1", items: "A;:" }, ['item ":" must be written like PRO-1Y:1:9.90']],
  [{ kind: "lineitem", order: "1" }, ["lineitem is missing"]],
  [
    { kind: "total", order: "1", reason: "fraudulent" },
    ['"fraudulent" is not one of the configured refund reasons: Fraud, Other'],
  ],
  [
    { kind: "total", order: "1", comment: "card 4111 1111 1111 1111" },
    ["the comment contains what looks like a card number"],
  ],
  [
    { kind: "legacy", lineitem: "1", category: "7", order: "2", amount: "3" },
    [
      "a row of kind legacy takes no order",
      "a row of kind legacy takes no amount",
      '"7" is not a refund category',
    ],
  ],
  [
    { kind: "legacy", lineitem: "1", category: "4", comment: "<b>" },
    ["the comment must not contain < or >"],
  ],
  [
    { kind: "legacy", lineitem: "1", category: "4", comment: `<${"a".repeat(5_000)}` },
    ["the comment is longer than 5000 characters and must not contain < or >"],
  ],
  [
    { kind: "total", order: "1", comment: "a\rb", ticket: "T\ufffd" },
    [
      "the comment contains the control character U+000D at position 2",
      "the ticket contains a character at position 2 that is not valid UTF-8; export the file again as UTF-8",
    ],
  ],
])("%o is no row, for every cause that there is", (fields, causes) => {
  expect(parseRow(fields, rules)).toEqual({ causes });
});

test("a row without a reason needs a configured one", () => {
  const fields: Fields = { kind: "total", order: "1" };
  const causes = ["reason is missing"];
  expect(parseRow(fields, { reasons: null, defaultReason: null })).toEqual({ causes });
});

describe("a reason is one of the configured ones", () => {
  const reasonOf = (reason: string, reasons: readonly string[]) =>
    parseRow({ kind: "total", order: "1", reason }, { reasons, defaultReason: null });

  test.each(["fraud", " FRAUD ", "Fraud"])("also if it is written %j", (written) => {
    expect(reasonOf(written, ["Fraud", "Other"])).toMatchObject({ row: { reason: "Fraud" } });
  });

  test("unless two of them differ only by case, and it is written like neither", () => {
    const causes = ['"FRAUD" could mean "Fraud" or "fraud"'];
    expect(reasonOf("FRAUD", ["Fraud", "fraud"])).toEqual({ causes });
    expect(reasonOf("fraud", ["Fraud", "fraud"])).toMatchObject({ row: { reason: "fraud" } });
  });
});

test("a row is known by its id, or else by its content", () => {
  const plain = { kind: "total", order: "1", amount: "26", currency: "USD" } as const;
  const spelled = fingerprintOf(rowOf({ ...plain, kind: "total", amount: "26.00" }));
  expect(fingerprintOf(rowOf(plain))).toEqual(spelled);
  const named = fingerprintOf(rowOf({ ...plain, id: "7" }));
  expect(named).toEqual({ key: "id 7", content: spelled.content });
  const changed = fingerprintOf(rowOf({ ...plain, id: "7", amount: "27" }));
  expect(changed.key).toBe(named.key);
  expect(changed.content).not.toBe(named.content);
});
