import { createHmac } from "node:crypto";
import type { RpcAccount } from "../account.ts";

/**
 * The parameters of `login`: code, date, hash, algorithm. The date is read once and used for both the hash and
 * the parameter; lengths are in bytes of UTF-8.
 * @see docs/api-notes.md, Login
 */
export function loginParams(
  account: RpcAccount,
  now: number,
): readonly [code: string, date: string, hash: string, algorithm: string] {
  const date = new Date(now).toISOString().slice(0, 19).replace("T", " ");
  const { merchantCode, hashAlgorithm, secretKey } = account;
  const text = [merchantCode, date].map((part) => `${Buffer.byteLength(part)}${part}`).join("");
  const hash = createHmac(hashAlgorithm, secretKey.reveal()).update(text).digest("hex");
  return [merchantCode, date, hash, hashAlgorithm];
}
