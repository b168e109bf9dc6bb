import { describe, expect, test } from "vitest";
import type { Sale } from "../../src/domain/sale.ts";
import { saleEvidence, type SaleSnapshot, saleSnapshot } from "../../src/domain/sale-evidence.ts";

const item = { product: null, amount: null, status: null };
const comment = (text: string) => ({ text, at: null, by: null });

function saleOf({ items = ["5"], said = [] as readonly string[], id = "1" }): Sale {
  return {
    id,
    placedAt: null,
    customer: { name: null, email: null },
    invoices: [
      {
        id: "77",
        placedAt: null,
        status: null,
        lineItems: items.map((each) => ({ ...item, id: each })),
      },
      { id: "78", placedAt: null, status: null, lineItems: [{ ...item, id: "6" }] },
    ],
    comments: said.map(comment),
  };
}

function before(sale = saleOf({})): SaleSnapshot {
  const snapshot = saleSnapshot(sale, "5");
  if (snapshot === null) throw new Error("It is not on the sale.");
  return snapshot;
}

test("a line item that is not on the sale has no snapshot", () => {
  expect(saleSnapshot(saleOf({}), "9")).toBeNull();
});

test.each([
  "Refund Issued On Invoice: 77",
  "Refund Issued On Invoice: 77 (office)",
  "refund issued on invoice #77",
])("a new comment '%s' on the only line item's invoice is evidence", (said) => {
  expect(saleEvidence(before(), saleOf({ said: [said] }), "5")).toContain("invoice 77");
});

describe("no evidence is", () => {
  test.each([
    ["no comment", []],
    ["a comment about another invoice", ["Refund Issued On Invoice: 78"]],
    ["one whose number only begins alike", ["Refund Issued On Invoice: 777"]],
    ["one that names no invoice", ["Refund Issued"]],
    ["one that only speaks of it", ["Asked: was Refund Issued On Invoice: 77 done?"]],
  ])("%s", (_, said) => {
    expect(saleEvidence(before(), saleOf({ said }), "5")).toBeNull();
  });

  const issued = ["Refund Issued On Invoice: 77"];

  test("a comment that was there before, even if another one like it came", () => {
    const then = before(saleOf({ said: issued }));
    expect(saleEvidence(then, saleOf({ said: [...issued, ...issued] }), "5")).toBeNull();
  });

  test("a comment on an invoice with several line items, before or now", () => {
    const several = ["5", "8"];
    const now = saleOf({ said: issued });
    expect(saleEvidence(before(saleOf({ items: several })), now, "5")).toBeNull();
    expect(saleEvidence(before(), saleOf({ items: several, said: issued }), "5")).toBeNull();
  });

  test("a comment on another sale", () => {
    expect(saleEvidence(before(), saleOf({ id: "2", said: issued }), "5")).toBeNull();
  });
});
