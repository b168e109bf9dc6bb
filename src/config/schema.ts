import * as z from "zod/mini";
import { type OrderPage, parseOrderPage } from "../domain/order-page.ts";
import { parseTimeout, timeoutExpected, type TimeoutMs } from "../timeout.ts";

const text = z.string().check(z.minLength(1, "must not be empty"));

const timeout = z.pipe(
  z.pipe(
    z.number(`expected ${timeoutExpected}`),
    z.transform((seconds) => parseTimeout(String(seconds))),
  ),
  z.custom<TimeoutMs, TimeoutMs | null>(
    (parsed: unknown) => parsed !== null,
    `expected ${timeoutExpected}`,
  ),
);

const orderPage = z.pipe(
  z.pipe(text, z.transform(parseOrderPage)),
  z.custom<OrderPage, OrderPage | null>(
    (parsed: unknown) => parsed !== null,
    "expected an https address with {refNo}",
  ),
);

const legacy = z.strictObject({
  username: z.optional(text),
  password: z.optional(text),
  url: z.optional(text),
});

const batch = z.strictObject({
  map: z.optional(z.record(z.string(), text)),
  decimal: z.optional(z.enum([".", ","])),
  ignoreOtherColumns: z.optional(z.boolean()),
});

const profileKeys = {
  merchantCode: z.optional(text),
  secretKey: z.optional(text),
  hashAlgorithm: z.optional(z.enum(["sha256", "sha3-256"])),
  rpcUrl: z.optional(text),
  legacy: z.optional(legacy),
  reasons: z.optional(z.array(text).check(z.minLength(1))),
  defaultReason: z.optional(text),
  ceiling: z.optional(z.record(z.string(), text)),
  timeout: z.optional(timeout),
  journal: z.optional(text),
  orderPage: z.optional(orderPage),
  batch: z.optional(batch),
};

const profile = z.strictObject(profileKeys);

/** The settings file. Every setting is explained in `.refundrc.example`. */
export const settingsFile = z.strictObject({
  ...profileKeys,
  profiles: z.optional(z.record(z.string(), profile)),
});

export type ProfileSettings = z.infer<typeof profile>;
export type FileSettings = z.infer<typeof settingsFile>;

/** Every key that may appear somewhere in the file, for suggesting the nearest one. */
export const settingKeys: readonly string[] = [
  ...Object.keys(profileKeys),
  "profiles",
  "username",
  "password",
  "url",
  "map",
  "decimal",
  "ignoreOtherColumns",
];
