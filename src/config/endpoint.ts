import { isVendorUrl } from "../api/account.ts";
import { ConfigurationError } from "../failure.ts";
import { isLoopback } from "../loopback.ts";
import type { Credentials } from "./credentials.ts";
import type { SettingsFile, Surroundings } from "./file.ts";
import { variable } from "./variable.ts";

/**
 * From the environment, else the file, else the vendor's. If a file in the working folder sets an endpoint,
 * it is only used with credentials from that same file. @throws ConfigurationError
 */
export function readEndpoint(
  env: Surroundings["env"],
  name: string,
  file: SettingsFile | null,
  fromFile: string | undefined,
  fallback: string,
  { secret, source }: Credentials,
): URL {
  const fromEnv = variable(env, name);
  const text = fromEnv ?? fromFile ?? fallback;
  const url = parseEndpoint(text, fromEnv === undefined ? (file?.path ?? "the defaults") : name);
  const foreign = fromEnv === undefined && fromFile !== undefined && file?.foreign === true;
  // A name alone is not a pair: its secret would come from elsewhere, such as a question.
  const ownPair = source === "file" && secret !== null;
  if (foreign && !isVendorUrl(url) && !ownPair) {
    throw new ConfigurationError(
      `The settings file ${file.path} in the working folder sets the endpoint ${url.href}, which is not 2Checkout's. Such an endpoint is only used with credentials from the same file. Nothing was sent.`,
    );
  }
  return url;
}

/** HTTPS, or HTTP to this machine. A missing trailing slash is added. */
function parseEndpoint(text: string, where: string): URL {
  let url: URL;
  try {
    url = new URL(withSlash(text));
  } catch {
    throw new ConfigurationError(`"${text}", from ${where}, is not a URL.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigurationError(`The URL from ${where} must not contain credentials.`);
  }
  if (url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url))) return url;
  throw new ConfigurationError(`"${text}", from ${where}, must be an https URL.`);
}

export function withSlash(text: string): string {
  return text.endsWith("/") ? text : `${text}/`;
}
