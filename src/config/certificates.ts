import { ConfigurationError } from "../failure.ts";
import { isLoopback } from "../loopback.ts";
import type { Surroundings } from "./file.ts";

/** Why a host is not called. */
export const certificatesOff =
  "NODE_TLS_REJECT_UNAUTHORIZED=0 turns certificate checks off, so anyone on the network could pose as 2Checkout";

/** What to do about it. */
export const certificatesOn =
  "Unset NODE_TLS_REJECT_UNAUTHORIZED. If your company has its own certificate, set NODE_EXTRA_CA_CERTS to its file.";

/** Node ignores any other value. */
export function certificatesChecked(env: Surroundings["env"]): boolean {
  return env["NODE_TLS_REJECT_UNAUTHORIZED"] !== "0";
}

/** @throws ConfigurationError if an account would be used with a host whose certificate is not checked */
export function requireCheckedCertificate(
  url: URL,
  settings: { readonly certificatesChecked: boolean },
): void {
  if (settings.certificatesChecked || isLoopback(url)) return;
  throw new ConfigurationError(`${certificatesOff}. Nothing was sent. ${certificatesOn}`);
}
