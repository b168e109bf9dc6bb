import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Shop } from "./shop.ts";

const sessionLifeMs = 10 * 60_000;
const allowedSkewMs = 5 * 60_000;
const algorithms: readonly string[] = ["sha256", "sha3-256"];

/**
 * The documented login hash: the HMAC, in hex, of the code and the date, each preceded by its length
 * in bytes of UTF-8.
 */
export function loginHash(code: string, date: string, key: string, algorithm: string): string {
  const source = [code, date].map((text) => `${Buffer.byteLength(text)}${text}`).join("");
  return createHmac(algorithm, key).update(source, "utf8").digest("hex");
}

/** A new session's id, or null: a wrong code, hash, algorithm or clock all get the same refusal. */
export function openSession(
  shop: Shop,
  code: string,
  date: string,
  hash: string,
  algorithm: string,
): string | null {
  const { merchantCode, secretKey } = shop.account;
  const sentAt = parseUtc(date);
  if (code !== merchantCode || sentAt === null || !algorithms.includes(algorithm)) return null;
  if (Math.abs(sentAt - shop.now) > allowedSkewMs) return null;
  const expected = Buffer.from(loginHash(code, date, secretKey, algorithm));
  const given = Buffer.from(hash);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const id = randomBytes(20).toString("hex");
  const living = shop.memory.sessions.filter((session) => session.endsAt > shop.now);
  shop.memory.sessions = [...living, { id, endsAt: shop.now + sessionLifeMs }];
  return id;
}

/** Whether a session is open. Using one does not prolong it. */
export function isOpen(shop: Shop, id: unknown): boolean {
  return shop.memory.sessions.some((session) => session.id === id && session.endsAt > shop.now);
}

/** `YYYY-MM-DD HH:MM:SS` in UTC as milliseconds since the epoch; null when it is no such date. */
function parseUtc(date: string): number | null {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(date)) return null;
  const time = Date.parse(`${date.replace(" ", "T")}Z`);
  return Number.isNaN(time) ? null : time;
}
