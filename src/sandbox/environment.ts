import type { Sandbox } from "./server.ts";

/** The variables by which the program, or any other client that reads them, finds a stand-in. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  return {
    REFUND_RPC_URL: sandbox.rpcUrl,
    REFUND_MERCHANT_CODE: sandbox.merchantCode,
    REFUND_SECRET_KEY: sandbox.secretKey,
    REFUND_LEGACY_URL: sandbox.legacyUrl,
    REFUND_LEGACY_USERNAME: sandbox.legacyUsername,
    REFUND_LEGACY_PASSWORD: sandbox.legacyPassword,
  };
}
