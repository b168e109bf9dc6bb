import { describe, expect, test } from "vitest";
import { demonstrationOrders } from "../../src/sandbox/demonstration.ts";
import { refundsShapes } from "../../src/sandbox/shapes.ts";
import { call, login, noon, order, refund, sandboxFor } from "./calls.ts";

/** The fields of an order recorded in 2022, in its order; two more are documented only. */
const recordedFields =
  `RefNo OrderNo ExternalReference ShopperRefNo Status ApproveStatus VendorApproveStatus
  MerchantCode Language OrderDate FinishDate Source WSOrder Affiliate HasShipping BillingDetails
  DeliveryDetails PaymentDetails DeliveryInformation CustomerDetails Origin AvangateCommission OrderFlow
  GiftDetails PODetails ExtraInformation PartnerCode PartnerMargin PartnerMarginPercent ExtraMargin
  ExtraMarginPercent ExtraDiscount ExtraDiscountPercent LocalTime TestOrder FxRate FxMarkup PayoutCurrency
  DeliveryFinalized Errors Items Promotions AdditionalFields Currency NetPrice GrossPrice NetDiscountedPrice
  GrossDiscountedPrice Discount VAT AffiliateCommission CustomParameters Refunds`.split(/\s+/);
const documentedFields = ["ChargebackResolution", "ChargebackReasonCode"];

const recordedItemFields =
  `ProductDetails PriceOptions Price LineItemReference PurchaseType ExternalReference
  Quantity SKU CrossSell Trial AdditionalFields Promotion RecurringOptions SubscriptionStartDate
  SubscriptionCustomSettings UpSell`.split(/\s+/);

const recordedPriceFields = `UnitNetPrice UnitGrossPrice UnitVAT UnitDiscount UnitNetDiscountedPrice
  UnitGrossDiscountedPrice UnitAffiliateCommission ItemUnitNetPrice ItemUnitGrossPrice ItemNetPrice
  ItemGrossPrice VATPercent HandlingFeeNetPrice HandlingFeeGrossPrice Currency NetPrice GrossPrice
  NetDiscountedPrice GrossDiscountedPrice Discount VAT AffiliateCommission`.split(/\s+/);

describe("getOrder", () => {
  test("answers with exactly the fields of a recorded order", async () => {
    const sandbox = await sandboxFor();
    const answer = await order(sandbox, await login(sandbox), "73152880");
    const fields = Object.keys(answer).filter((field) => !documentedFields.includes(field));
    expect(fields.sort()).toEqual(recordedFields.sort());
    const [item] = answer.Items;
    expect(Object.keys(item ?? {}).sort()).toEqual(recordedItemFields.sort());
    expect(Object.keys(item?.Price ?? {}).sort()).toEqual(recordedPriceFields.sort());
  });

  test("shows the vendor's example order with its lines, pieces and total", async () => {
    const sandbox = await sandboxFor({ clock: () => noon });
    const answer = await order(sandbox, await login(sandbox, noon), "73152871");
    expect(answer).toMatchObject({
      RefNo: "73152871",
      Status: "COMPLETE",
      Currency: "usd",
      PayoutCurrency: "USD",
      GrossDiscountedPrice: 241.49,
      GrossPrice: 241.49,
      Discount: 0,
      Refunds: null,
      OrderDate: "2026-11-01 15:00:00",
      FinishDate: "2026-11-01 15:01:30",
      HasShipping: true,
      ChargebackResolution: "NONE",
      TestOrder: false,
    });
    expect(
      answer.Items.map(({ Code, Quantity, Price }) => {
        return [Code, Quantity, Price["UnitGrossDiscountedPrice"], Price["GrossDiscountedPrice"]];
      }),
    ).toEqual([
      ["PRO-1Y", 1, 29.99, 29.99],
      ["SEAT", 3, 33.33, 100],
      ["SUPPORT-GOLD", 2, 49.5, 99],
      ["SHIPPING_GENERIC_PRODUCT", 1, 12.5, 12.5],
    ]);
    expect(answer.Items[0]?.LineItemReference).toBe("a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b");
  });

  test("tells the price before a discount from what was paid", async () => {
    const sandbox = await sandboxFor();
    expect(await order(sandbox, await login(sandbox), "73152878")).toMatchObject({
      GrossPrice: 120,
      GrossDiscountedPrice: 90,
      Discount: 30,
      VAT: 14.37,
      NetDiscountedPrice: 75.63,
    });
  });

  test("writes each currency with its own digits", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    expect(await order(sandbox, session, "73152872")).toMatchObject({ GrossDiscountedPrice: 3000 });
    expect(await order(sandbox, session, "73152873")).toMatchObject({
      GrossDiscountedPrice: 12.345,
    });
  });

  test("leaves FinishDate null before an order is complete", async () => {
    const sandbox = await sandboxFor();
    expect(await order(sandbox, await login(sandbox), "73152874")).toMatchObject({
      Status: "PENDING",
      ApproveStatus: "WAITING",
      FinishDate: null,
    });
  });

  test("shows an order of 2015 with numbers as strings and without line references", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0 });
    const session = await login(sandbox);
    const answer = await order(sandbox, session, "73152890");
    expect(answer).toMatchObject({ GrossDiscountedPrice: "30.50", Currency: "eur" });
    expect(answer).not.toHaveProperty("Refunds");
    expect(answer.Items[0]).toMatchObject({ Code: "SIMPLE", Quantity: "2" });
    expect(answer.Items[0]).not.toHaveProperty("LineItemReference");
    await refund(sandbox, session, "73152890", 8.5);
    expect(await order(sandbox, session, "73152890")).toMatchObject({ Refunds: [{ Amount: 8.5 }] });
  });

  test("hands out hostile and foreign text as it is", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    const nameOf = async (refNo: string): Promise<string | undefined> =>
      (await order(sandbox, session, refNo)).Items[0]?.ProductDetails.Name;
    expect(await nameOf("73152888")).toBe("专业版许可证 🎉");
    expect(await nameOf("73152889")).toContain("\u001b[2J");
    expect(await nameOf("73152889")).toContain("\u202e");
  });

  test("knows every order of the demonstration, each under a number of its own", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    for (const { refNo } of demonstrationOrders) {
      expect(await order(sandbox, session, refNo)).toMatchObject({ RefNo: refNo });
    }
    expect(new Set(demonstrationOrders.map(({ refNo }) => refNo)).size).toBe(
      demonstrationOrders.length,
    );
    expect(demonstrationOrders[0]?.about).toMatch(/^241\.49 USD, /);
  });

  test.each([
    ["73159999", "Invalid ORDER_REF"],
    ["x", "ORDER_REF missing or format incorrect"],
    [73152871, "ORDER_REF missing or format incorrect"],
  ])("refuses %s, which is no order's number", async (refNo, message) => {
    const sandbox = await sandboxFor();
    const { error } = await call(sandbox, "getOrder", [await login(sandbox), refNo]);
    expect(error).toMatchObject({ code: 55201, message });
  });
});

describe("the shape in which refunds are shown", () => {
  const partial = {
    list: [
      {
        RefundReference: "9000007",
        Date: "2026-11-21 15:00:00",
        Status: "COMPLETE",
        Amount: 10,
        Currency: "usd",
        Reason: "Other",
        Comment: "",
        Items: [],
      },
    ],
    map: {
      "9000007": {
        refund_date: "2026-11-21 15:00:00",
        amount: "10.00",
        currency: "USD",
        lines: {},
      },
    },
    null: null,
    status: null,
    negative: null,
    "total-only": { TotalAmount: 10, Currency: "usd" },
    opaque: ["RFD-9000007"],
  };

  test.each(refundsShapes)("%s: part of an order", async (refundsShape) => {
    const sandbox = await sandboxFor({ clock: () => noon, settleAfterMs: 0, refundsShape });
    const session = await login(sandbox, noon);
    await refund(sandbox, session, "73152871", 10);
    const { Status, Refunds } = await order(sandbox, session, "73152871");
    expect({ Status, Refunds }).toEqual({ Status: "COMPLETE", Refunds: partial[refundsShape] });
  });

  test.each(refundsShapes)("%s: the whole order", async (refundsShape) => {
    const sandbox = await sandboxFor({ settleAfterMs: 0, refundsShape });
    const session = await login(sandbox);
    await refund(sandbox, session, "73152871", 241.49);
    const answer = await order(sandbox, session, "73152871");
    expect(answer.Status).toBe(refundsShape === "null" ? "COMPLETE" : "REFUND");
    const paid = refundsShape === "negative" ? -241.49 : 241.49;
    expect(answer["GrossDiscountedPrice"]).toBe(paid);
    expect(Math.sign(Number(answer.Items[0]?.Price["GrossPrice"]))).toBe(Math.sign(paid));
  });

  test("the lines of a refund stand in a list and in a map", async () => {
    for (const refundsShape of ["list", "map"] as const) {
      const sandbox = await sandboxFor({ settleAfterMs: 0, refundsShape });
      const session = await login(sandbox);
      const items = [{ ProductCode: "PRO-1Y", Quantity: 1, Amount: 29.99 }];
      await call(sandbox, "issueRefund", [session, "73152871", null, items, "", "Fraud"]);
      const reference = "a439c84a4b1e8ad1d7bf38407f5ea7473433ce7b";
      const { Refunds } = await order(sandbox, session, "73152871");
      expect(Refunds).toMatchObject(
        refundsShape === "list"
          ? [{ Items: [{ LineItemReference: reference, Quantity: 1, Amount: 29.99 }] }]
          : { "9000007": { lines: { [reference]: "29.99" } } },
      );
    }
  });

  test("a total is the sum of several refunds", async () => {
    const sandbox = await sandboxFor({ settleAfterMs: 0, refundsShape: "total-only" });
    const session = await login(sandbox);
    await refund(sandbox, session, "73152871", 0.1);
    await refund(sandbox, session, "73152871", 0.2);
    const { Refunds } = await order(sandbox, session, "73152871");
    expect(Refunds).toEqual({ TotalAmount: 0.3, Currency: "usd" });
  });

  test("a pending refund is shown if the stand-in is set to show it", async () => {
    const sandbox = await sandboxFor({ pendingShown: true });
    const session = await login(sandbox);
    await refund(sandbox, session, "73152871", 241.49);
    expect(await order(sandbox, session, "73152871")).toMatchObject({
      Status: "COMPLETE",
      Refunds: [{ Status: "PENDING", Amount: 241.49 }],
    });
  });

  test("refunds made before the demonstration are shown, and are not in the ledger", async () => {
    const sandbox = await sandboxFor();
    const session = await login(sandbox);
    expect(await order(sandbox, session, "73152883")).toMatchObject({
      Status: "REFUND",
      Refunds: [{ Amount: 40 }],
    });
    expect(await order(sandbox, session, "73152884")).toMatchObject({ Refunds: [{ Amount: 10 }] });
    expect(sandbox.ledger()).toEqual([]);
  });
});
