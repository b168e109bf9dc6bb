import { expect, test } from "vitest";
import { pageOf, parseOrderPage } from "../../src/domain/order-page.ts";
import { orderNumber } from "../support/named.ts";

test.each([
  ["https://panel.example/orders/{refNo}", "https://panel.example/orders/73152871"],
  ["https://panel.example/?order={refNo}&tab=1", "https://panel.example/?order=73152871&tab=1"],
  ["https://panel.example/#/orders/{refNo}", "https://panel.example/#/orders/73152871"],
  ["https://panel.example:8443/o-{refNo}.html", "https://panel.example:8443/o-73152871.html"],
  ["https://panel.example/$&/{refNo}", "https://panel.example/$&/73152871"],
])("%s leads to an order's page", (text, page) => {
  const parsed = parseOrderPage(text);
  expect(parsed && pageOf(parsed, orderNumber("73152871")).href).toBe(page);
});

test.each([
  ["plain http", "http://panel.example/{refNo}"],
  ["another scheme", "file:///orders/{refNo}"],
  ["a script", "javascript:alert({refNo})"],
  ["no place for the number", "https://panel.example/orders/"],
  ["two places for it", "https://panel.example/{refNo}/{refNo}"],
  ["the number in the host", "https://{refNo}.example/orders"],
  ["the number as the port", "https://panel.example:{refNo}/"],
  ["the number right behind the host", "https://panel.example{refNo}"],
  ["the number in the user", "https://{refNo}@panel.example/"],
  ["somebody's password", "https://me:secret@panel.example/{refNo}"],
  ["a blank", "https://panel.example/my orders/{refNo}"],
  ["a line break", "https://panel.example/\n{refNo}"],
  ["an escape", "https://panel.example/\u001b]8;;/{refNo}"],
  ["a mark that turns the direction", "https://panel.example/\u202e/{refNo}"],
  ["a backslash", "https://panel.example\\@other.example/{refNo}"],
  ["nothing", ""],
])("%s is no order page", (_, text) => {
  expect(parseOrderPage(text)).toBe(null);
});
