import { ConfigurationError } from "../failure.ts";
import type { ProxySetting } from "../transport/transport.ts";
import type { Surroundings } from "./file.ts";

/** What the environment says about a proxy. No message repeats a wrong value: it may contain a password. */
export type ProxyReading =
  | { readonly tag: "none" }
  | { readonly tag: "proxy"; readonly setting: ProxySetting }
  | { readonly tag: "wrong"; readonly what: string; readonly advice: string };

export function readProxy(env: Surroundings["env"]): ProxyReading {
  const name = env["https_proxy"] === undefined ? "HTTPS_PROXY" : "https_proxy";
  const text = env[name] ?? "";
  const except = env["no_proxy"] ?? env["NO_PROXY"] ?? "";
  if (text === "" || except.trim() === "*") return { tag: "none" };
  const url = parseProxy(text);
  return typeof url === "string"
    ? {
        tag: "wrong",
        what: `${name} ${url}`,
        advice: "Write it like http://proxy.example:3128, or unset it.",
      }
    : { tag: "proxy", setting: { url, except } };
}

/**
 * The proxy of a run. If the setting is wrong, the run ends here and not at its first call.
 * @throws ConfigurationError
 */
export function requireProxy(reading: ProxyReading): ProxySetting | null {
  switch (reading.tag) {
    case "none":
      return null;
    case "proxy":
      return reading.setting;
    case "wrong":
      throw new ConfigurationError(`${reading.what}. ${reading.advice} Nothing was sent.`);
  }
}

/** What is wrong with it, in words. */
function parseProxy(text: string): URL | string {
  if (/["'`“”‘’]/.test(text.replace(/^.*@/s, ""))) return "has quotes in its value";
  let url: URL;
  try {
    // Written without a scheme, which curl accepts too.
    url = new URL(text.includes("://") ? text : `http://${text}`);
  } catch {
    return "is not the URL of a proxy";
  }
  if (url.protocol.startsWith("socks")) return "names a SOCKS proxy, which refund cannot use";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "is not the URL of a proxy";
  // Such as `http//proxy:3128`, or the address of a script that would choose a proxy.
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return "contains more than the address of a proxy";
  }
  return isDecodable(url.username) && isDecodable(url.password)
    ? url
    : "has a bare % in its user or password; write it as %25";
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
