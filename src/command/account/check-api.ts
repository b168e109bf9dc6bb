import { openRpc6 } from "../../api/rpc6/rpc6.ts";
import { quotedPassword } from "../../config/credential-text.ts";
import { ConfigurationError } from "../../failure.ts";
import { isLoopback } from "../../loopback.ts";
import type { Api } from "../../domain/api.ts";
import type { Answer, NetworkFaultKind } from "../../transport/exchange.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import { credentialWords, findCredentials, type FoundCredentials } from "../credentials.ts";
import type { Run } from "../run.ts";

/** 2Checkout allows a few minutes; beyond this a login may soon be refused. */
const noticeableSkewMs = 30_000;
const tolerableSkewMs = 2 * 60_000;

/** Endpoint, certificate, clock and credentials of one API, without moving money. */
export async function checkApi(api: Api, run: Run): Promise<readonly Check[]> {
  const { url } = api === "rpc6" ? run.settings.rpc : run.settings.legacy;
  const hindrance = isLoopback(url) ? null : hindranceOf(run);
  if (hindrance !== null) {
    const endpoint = warning(
      `${api}-endpoint`,
      `${url.host} was not called: ${hindrance}`,
      fixFirst,
    );
    return [endpoint, await checkCredentials(api, run, false)];
  }
  const answer = await run.transport.probe(url);
  const at = run.context.now();
  const reached = answer.tag === "response";
  return [
    checkEndpoint(`${api}-endpoint`, url, answer),
    ...(reached && api === "rpc6" ? checkClock(answer, at) : []),
    await checkCredentials(api, run, reached),
  ];
}

const fixFirst = "Fix that first.";

/** What keeps this machine from calling any host but itself. */
function hindranceOf({ settings }: Run): string | null {
  if (!settings.certificatesChecked) return "certificate checks are turned off";
  return settings.proxy.tag === "wrong" ? "the proxy setting is wrong" : null;
}

function checkEndpoint(name: string, url: URL, answer: Answer): Check {
  if (answer.tag === "response") {
    const how =
      url.protocol === "https:" ? "its certificate is good" : "plain HTTP to this machine";
    return ok(name, `${url.host} answers; ${how}`);
  }
  const { kind, detail } = answer.fault;
  return wrong(name, `${url.host} could not be reached: ${detail}`, adviceOn(kind));
}

function adviceOn(kind: NetworkFaultKind): string {
  if (kind === "tls") {
    return "Its certificate was not accepted. Behind a company proxy, set NODE_EXTRA_CA_CERTS to your company's certificate file.";
  }
  if (kind === "proxy") return "The proxy refused it: check HTTPS_PROXY and NO_PROXY.";
  return kind === "name-lookup"
    ? "Check the URL and the network."
    : "Check the network and the proxy.";
}

function checkClock(answer: Extract<Answer, { tag: "response" }>, at: number): readonly Check[] {
  const theirs = Date.parse(answer.headers["date"] ?? "");
  if (Number.isNaN(theirs)) return [];
  const skew = theirs - at;
  const seconds = Math.round(Math.abs(skew) / 1000);
  const words = `this machine's clock is ${seconds} s ${skew > 0 ? "behind" : "ahead of"} 2Checkout's`;
  const advice = "Set the clock; the login is signed with the time.";
  if (Math.abs(skew) > tolerableSkewMs) return [wrong("clock", words, advice)];
  return [
    Math.abs(skew) > noticeableSkewMs
      ? warning("clock", words, advice)
      : ok("clock", "within half a minute of 2Checkout's"),
  ];
}

async function checkCredentials(api: Api, run: Run, reached: boolean): Promise<Check> {
  const name = `${api}-credentials`;
  const found = await findCredentials(api, run).catch((error: unknown) => {
    if (error instanceof ConfigurationError) return error;
    throw error;
  });
  if (found instanceof ConfigurationError) {
    return wrong(name, found.message, `Run \`${run.talk.nextCommand("login").text}\` again.`);
  }
  const { name: account, secret, source } = found;
  if (account === null || secret === null) return missing(api, name, found, run);
  const whose = `${account}, from the ${source ?? "file"}`;
  if (api === "legacy") {
    const quoted = quotedPassword(secret.reveal());
    if (quoted !== null) return warning(name, quoted.message, "Compare it with the control panel.");
    return ok(name, `${whose}; not checked, because every call to that API may change something`);
  }
  if (!reached) return warning(name, `${whose}; not checked`, "Fix the endpoint first.");
  const { url, hashAlgorithm } = run.settings.rpc;
  const rpcAccount = { url, hashAlgorithm, merchantCode: account, secretKey: secret };
  const ready = await openRpc6(rpcAccount, run.transport, run.context).ready();
  return ready.tag === "read"
    ? ok(name, `${whose}; accepted`)
    : wrong(
        name,
        ready.failure.problem.message,
        "Check the merchant code and the secret key in the control panel.",
      );
}

function missing(api: Api, name: string, { keychain }: FoundCredentials, { talk }: Run): Check {
  // Most accounts never use the legacy API.
  if (api === "legacy") return ok(name, "none; only `lineitem --legacy` needs them");
  const trouble = keychain?.tag === "unavailable" ? ", and the keychain cannot be used" : "";
  const login = talk.nextCommand("login").text;
  return wrong(name, `none${trouble}`, `Run \`${login}\`, or ${credentialWords[api].instead}.`);
}
