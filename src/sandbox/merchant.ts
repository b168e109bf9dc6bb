import type { Account } from "./shop.ts";

/** The demonstration merchant. Its secrets are fixed, public and of no use anywhere else. */
export const demonstrationAccount: Account = {
  merchantCode: "SANDBOX",
  secretKey: "not-a-real-secret-key",
  reasons: ["Unwanted auto-renewal", "Fraud", "Duplicate purchase", "Cancellation", "Other"],
  legacyUsername: "sandbox-api-user",
  legacyPassword: "not-a-real-password",
  legacyOrdinaryUsername: "sandbox-office-user",
};
