import { expect, test } from "vitest";
import { isVendorUrl, realmOf } from "../../src/api/account.ts";

test.each([
  ["https://api.avangate.com/rpc/6.0/"],
  ["https://api.2checkout.com/rpc/6.0/"],
  ["https://www.2checkout.com/api/"],
  ["https://API.AVANGATE.COM:443/elsewhere"],
  ["https://api.2checkout.com./rpc/6.0/"],
])("%s is the vendor's, and live", (text) => {
  expect(isVendorUrl(new URL(text))).toBe(true);
  expect(realmOf(new URL(text))).toBe("live");
});

test.each([
  ["http://api.avangate.com/rpc/6.0/", "http://api.avangate.com"],
  ["https://api.avangate.com:8443/rpc/6.0/", "https://api.avangate.com:8443"],
  ["https://api.avangate.com.example/rpc/6.0/", "https://api.avangate.com.example"],
  ["https://api.avangate.com../rpc/6.0/", "https://api.avangate.com.."],
  ["https://sandbox.2checkout.com/api/", "https://sandbox.2checkout.com"],
  ["http://127.0.0.1:4010/rpc/6.0/", "http://127.0.0.1:4010"],
])("%s is not the vendor's, and a realm of its own", (text, realm) => {
  expect(isVendorUrl(new URL(text))).toBe(false);
  expect(realmOf(new URL(text))).toBe(realm);
});
