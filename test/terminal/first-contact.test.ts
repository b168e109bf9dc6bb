import { describe, expect, test } from "vitest";
import { received } from "../support/sandbox.ts";
import { keys } from "../support/screen.ts";
import { refundsSent } from "./desk.ts";
import { deskWithKeychain } from "./keychain-desk.ts";

const flat = (text: string) => text.replaceAll(/\s+/g, " ");

describe.each([60, 100])("without credentials, in %i columns, `refund`", (columns) => {
  test("says where the key is found, keeps it, and goes on with the order", async () => {
    const { sandbox, kept, start } = await deskWithKeychain();
    const screen = start(["73152899"], {}, columns);
    await screen.shows("What now?");
    expect(flat(screen.text())).toContain(
      "There are no credentials for 2Checkout yet. You find the merchant code and the secret key in the control panel, under Integrations → Webhooks & API.",
    );
    expect(sandbox.requests()).toEqual([]);
    screen.type(keys.enter);
    await screen.shows("Merchant code:");
    // Back to the list, and in again; from the key back to the code, which is still there.
    screen.type(keys.escape);
    await screen.shows("> Log in");
    screen.type(keys.enter);
    await screen.shows("? Merchant code:");
    screen.type(sandbox.merchantCode + keys.enter);
    await screen.shows("Secret key:");
    screen.type(keys.escape);
    await screen.shows(`? Merchant code: ${sandbox.merchantCode}`);
    screen.type(keys.enter);
    await screen.shows("Secret key:");
    screen.type(sandbox.secretKey + keys.enter);
    await screen.shows("What to refund:");
    expect(screen.text()).toContain(`Saved ${sandbox.merchantCode} at 127.0.0.1`);
    expect(kept()).toContain(sandbox.secretKey);
    expect(screen.raw()).not.toContain(sandbox.secretKey);
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  });

  test("asks again where 2Checkout rejects the key, and keeps nothing", async () => {
    const { sandbox, kept, start } = await deskWithKeychain();
    const screen = start([], {}, columns);
    await screen.shows("What now?");
    screen.type(keys.enter);
    await screen.shows("Merchant code:");
    screen.type(sandbox.merchantCode + keys.enter);
    await screen.shows("Secret key:");
    screen.type(`a-key-of-another-account${keys.enter}`);
    await screen.shows("Error: 2Checkout rejected");
    await screen.shows("> Log in");
    expect(kept()).toBe("{}");
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  });

  test("goes on in the stand-in with a sample order, and sends nothing to the account", async () => {
    const { sandbox, start } = await deskWithKeychain();
    const screen = start(["12345678"], {}, columns);
    await screen.shows("What now?");
    screen.type(keys.down + keys.enter);
    await screen.shows("A sample order to type: 73152871");
    await screen.shows("Order number:");
    screen.type(`73152871${keys.enter}`);
    await screen.shows("What to refund:");
    screen.type(keys.enter);
    await screen.shows("Reason:");
    screen.type(keys.enter);
    await screen.shows("0 of 150");
    screen.type(keys.enter);
    await screen.shows("(y/N)");
    expect(flat(screen.text())).toContain("at the STAND-IN?");
    screen.type(`y${keys.enter}`);
    await screen.shows("Accepted:");
    expect(sandbox.requests()).toEqual([]);
    await screen.shows("Another refund?");
    screen.type(`n${keys.enter}`);
    expect(await screen.ended).toBe(0);
  });

  test("can be left, and then nothing was asked of anybody", async () => {
    const { sandbox, start } = await deskWithKeychain();
    const screen = start([], {}, columns);
    await screen.shows("What now?");
    screen.type(keys.down + keys.down + keys.enter);
    expect(await screen.ended).toBe(130);
    expect(sandbox.requests()).toEqual([]);
  });

  test("says in words why the keychain cannot be used, and takes the key for one refund", async () => {
    const { sandbox, start } = await deskWithKeychain();
    const screen = start(["73152899"], { TEST_KEYCHAIN: "" }, columns);
    await screen.shows("What now?");
    expect(flat(screen.text())).toContain("The system keychain cannot be used: it is locked.");
    expect(screen.text()).not.toContain("Log in");
    screen.type(keys.enter);
    await screen.shows("Merchant code:");
    screen.type(sandbox.merchantCode + keys.enter);
    await screen.shows("Secret key:");
    screen.type(sandbox.secretKey + keys.enter);
    await screen.shows("What to refund:");
    expect(received(sandbox, "getOrder")).toBe(1);
    expect(refundsSent(sandbox)).toBe(0);
    screen.type(keys.ctrlC);
    expect(await screen.ended).toBe(130);
  });
});

test("with credentials `refund` asks for the order at once", async () => {
  const { desk, sandbox, start } = await deskWithKeychain();
  desk.env["REFUND_MERCHANT_CODE"] = sandbox.merchantCode;
  desk.env["REFUND_SECRET_KEY"] = sandbox.secretKey;
  const screen = start([]);
  await screen.shows("Order number:");
  expect(screen.text()).not.toContain("What now?");
  screen.type(keys.ctrlC);
  expect(await screen.ended).toBe(130);
});
