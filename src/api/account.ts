import type { Secret } from "../domain/secret.ts";

export type HashAlgorithm = "sha256" | "sha3-256";

/** Who calls the RPC 6.0 API, and where. */
export interface RpcAccount {
  readonly url: URL;
  readonly merchantCode: string;
  readonly secretKey: Secret;
  readonly hashAlgorithm: HashAlgorithm;
}

/** Who calls the legacy API, and where. `url` ends in a slash; the call's path is appended. */
export interface LegacyAccount {
  readonly url: URL;
  readonly username: string;
  readonly password: Secret;
}

const vendorHosts = ["api.avangate.com", "api.2checkout.com", "www.2checkout.com"];

/** Both brand names reach the same production service, so the host is not part of the account. */
export function isVendorUrl(url: URL): boolean {
  return (
    url.protocol === "https:" &&
    url.port === "" &&
    vendorHosts.includes(url.hostname.replace(/\.$/, ""))
  );
}

/** `live` for any of the vendor's hosts, else the endpoint's origin. */
export function realmOf(url: URL): string {
  return isVendorUrl(url) ? "live" : url.origin;
}
