import { timeoutExpected } from "../timeout.ts";
import type { FileSettings } from "./schema.ts";

type Keys = keyof FileSettings;
type LegacyKeys = keyof NonNullable<FileSettings["legacy"]>;
type BatchKeys = keyof NonNullable<FileSettings["batch"]>;

/** A key as written in the file; `*` is any entry of a list, any currency, any profile. */
export type KeyPlace =
  | Keys
  | `legacy.${LegacyKeys}`
  | `batch.${BatchKeys}`
  | "batch.map.*"
  | "ceiling.*"
  | "reasons.*"
  | "profiles.*"
  | "";

interface Expectation {
  /** What the key takes. */
  readonly words: string;
  /** YAML reads an unquoted number or yes as such, and a quoted number as text. */
  readonly quotes: "needed" | "wrong" | null;
  /** For a secret, only its kind is named. */
  readonly secret?: true;
}

/** What every key accepts, in the words of an error about it. */
export const expectations: Readonly<Record<KeyPlace, Expectation>> = {
  merchantCode: { words: 'text such as "250111206876"', quotes: "needed" },
  secretKey: { words: "text", quotes: "needed", secret: true },
  hashAlgorithm: { words: "sha256 or sha3-256", quotes: null },
  rpcUrl: { words: "an address such as https://api.avangate.com/rpc/6.0/", quotes: null },
  legacy: { words: "username, password and url below it", quotes: null },
  "legacy.username": { words: 'text such as "api-user"', quotes: "needed" },
  "legacy.password": { words: "text", quotes: "needed", secret: true },
  "legacy.url": { words: "an address such as https://www.2checkout.com/api/", quotes: null },
  reasons: { words: 'a list such as ["Fraud", "Other"]', quotes: null },
  "reasons.*": { words: 'text such as "Fraud"', quotes: "needed" },
  defaultReason: { words: 'text such as "Other"', quotes: "needed" },
  ceiling: { words: 'an amount for each currency, such as { USD: "500.00" }', quotes: null },
  "ceiling.*": { words: 'an amount as text such as "500.00"', quotes: "needed" },
  timeout: { words: `a number of seconds (${timeoutExpected}), such as 60`, quotes: "wrong" },
  journal: { words: 'an absolute path such as "/home/you/refunds/journal.db"', quotes: null },
  orderPage: {
    words:
      "an https address with {refNo} once behind the host, such as https://example.com/orders/{refNo}",
    quotes: null,
  },
  batch: { words: "map, decimal and ignoreOtherColumns below it", quotes: null },
  "batch.map": { words: 'a header for a column, such as { order: "Reference" }', quotes: null },
  "batch.map.*": { words: 'a header as text such as "Reference"', quotes: "needed" },
  "batch.decimal": { words: '"," or "."', quotes: null },
  "batch.ignoreOtherColumns": { words: "true or false", quotes: "wrong" },
  profiles: { words: "a name for each account, with its settings below it", quotes: null },
  "profiles.*": { words: 'settings below it, such as merchantCode: "…"', quotes: null },
  "": { words: 'settings such as merchantCode: "…"', quotes: null },
};
