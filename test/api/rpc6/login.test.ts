import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { HashAlgorithm } from "../../../src/api/account.ts";
import { loginParams } from "../../../src/api/rpc6/login.ts";
import { Secret } from "../../../src/domain/secret.ts";

function params(merchantCode: string, hashAlgorithm: HashAlgorithm, time: number) {
  const secretKey = new Secret("SECRET_KEY");
  const url = new URL("https://127.0.0.1/rpc/6.0/");
  return loginParams({ url, merchantCode, secretKey, hashAlgorithm }, time);
}

const vendorsMoment = Date.UTC(2010, 4, 13, 12, 12, 12);

test.each([
  ["sha256", "29e85dbf92ce0113e7755c31c0438a7db98a4de9f910bf0a527e005f35e43739"],
  ["sha3-256", "0c7e9c0c96148e5bf8e199a0a0e27977edc099ff0b27794e761853b96e04c7fb"],
] as const)("the vendor's example is hashed with %s", (algorithm, hash) => {
  expect(params("AVANGATE", algorithm, vendorsMoment)).toEqual([
    "AVANGATE",
    "2010-05-13 12:12:12",
    hash,
    algorithm,
  ]);
});

test("lengths are counted in bytes, not in characters", () => {
  const [code, date, hash] = params("MÜLLER", "sha256", vendorsMoment);
  const inBytes = createHmac("sha256", "SECRET_KEY").update("7MÜLLER192010-05-13 12:12:12");
  expect([code, date, hash]).toEqual(["MÜLLER", "2010-05-13 12:12:12", inBytes.digest("hex")]);
});

test("the date is in UTC, cut to the second, and the one that was hashed", () => {
  const [, date, hash] = params("AVANGATE", "sha256", vendorsMoment + 999);
  expect(date).toBe("2010-05-13 12:12:12");
  expect(hash).toBe(params("AVANGATE", "sha256", vendorsMoment)[2]);
});
