import type { Dispatcher } from "undici";
// Not the package's main entry, which also loads fetch, caches, web sockets and mocks.
import Agent from "undici/lib/dispatcher/agent.js";
import type { Clocks } from "../clocks.ts";
import { isLoopback } from "../loopback.ts";
import type { Answer, HttpRequest, SendOptions } from "./exchange.ts";
import { createLanes, longestIdleMs } from "./lanes.ts";
import { keepParserSimple } from "./parser-tiering.ts";
import { redact } from "./redaction.ts";
import { pauseBeforeRetry } from "./retry.ts";
import { sendOnce } from "./send.ts";

/** The one HTTP client of both APIs. */
export interface Transport {
  /** Sends at most once. For every call that may move money. */
  readonly send: (request: HttpRequest, options?: SendOptions) => Promise<Answer>;
  /** Sends again, a limited number of times, if retry.ts says so. For reads and logins only. */
  readonly sendRepeatable: (request: HttpRequest, options?: SendOptions) => Promise<Answer>;
  /** Asks only for the head of an answer, to see whether anybody answers. */
  readonly probe: (url: URL) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** A proxy for every host that is not this machine. */
export interface ProxySetting {
  /** It includes user and password, if there are any. */
  readonly url: URL;
  /** Hosts that are called without it, as NO_PROXY lists them. */
  readonly except: string;
}

export interface TransportOptions {
  /** The limit for one whole answer, in whole milliseconds. */
  readonly timeoutMs: number;
  readonly proxy: ProxySetting | null;
  /** If Node was told not to check certificates, nothing is sent to any host but loopback. */
  readonly certificatesChecked: boolean;
  readonly now: Clocks["now"];
  readonly uptime: Clocks["uptime"];
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * How many connections an origin gets; 1 when left out. A request that finds them busy waits, so that
   * calls which follow each other share one connection.
   */
  readonly connections?: number;
  /** The version of V8, for a setting that not each has. */
  readonly v8: string;
  /** Receives one line for each request and each answer, secrets and customer taken out. */
  readonly trace: ((line: string) => void) | null;
}

const connectTimeoutMs = 10_000;

export function createTransport(options: TransportOptions): Transport {
  const { now, uptime, trace, connections = 1 } = options;
  keepParserSimple(options.v8);
  const clocks = { now, uptime };
  const lanes = chooseDispatcher(options).then((open) =>
    createLanes({ open, connections, clocks }),
  );
  // The first call that needs it reports it: an error that nobody awaits would end the run at a question.
  lanes.catch(() => undefined);
  const exchange = async (request: HttpRequest, limits: SendOptions): Promise<Answer> => {
    if (!options.certificatesChecked && !isLoopback(request.url)) {
      return { tag: "not-sent", fault: { kind: "tls", detail: "certificate checks are off" } };
    }
    try {
      await lanes;
    } catch (error) {
      return { tag: "not-sent", fault: { kind: "other", detail: String(error) } };
    }
    return sendOnce(await lanes, request, { ...limits, timeoutMs: options.timeoutMs, clocks });
  };
  const send = async (request: HttpRequest, limits: SendOptions = {}): Promise<Answer> => {
    trace?.(
      `> ${request.method ?? "POST"} ${request.url.origin}${request.url.pathname} ${redact(request.body, request.secrets)}`,
    );
    const begun = now();
    const answer = await exchange(request, limits);
    trace?.(`< ${describe(answer, request)} (${now() - begun} ms)`);
    return answer;
  };
  return {
    send,
    async sendRepeatable(request, limits = {}) {
      for (let tried = 1; ; tried++) {
        const answer = await send(request, limits);
        const pause = pauseBeforeRetry(answer, tried, now(), options.random);
        if (pause === null) return answer;
        trace?.(`  again in ${Math.round(pause)} ms`);
        await options.sleep(pause);
      }
    },
    probe: (url) =>
      send({ method: "HEAD", url, headers: {}, body: "", secrets: [], answerIsSecret: false }),
    // Destroyed and not closed: closing would wait for answers that nobody reads any more.
    close: async () => (await lanes).destroy(),
  };
}

/** Node itself reads NODE_EXTRA_CA_CERTS. */
async function chooseDispatcher({ proxy, timeoutMs }: TransportOptions): Promise<() => Dispatcher> {
  const connect = { timeout: Math.min(connectTimeoutMs, timeoutMs) };
  // send.ts keeps the time-out of a whole answer; undici's own only limit requests that we gave up on.
  const agent = {
    connect,
    // lanes.ts hands them out, because only it knows how long each has been idle.
    connections: 1,
    headersTimeout: timeoutMs * 2,
    bodyTimeout: timeoutMs * 2,
    keepAliveTimeout: longestIdleMs,
    // Even if the server claims a longer time.
    keepAliveMaxTimeout: longestIdleMs,
  };
  if (proxy === null) return () => new Agent(agent);
  const { createProxyAgent } = await import("./proxy.ts");
  const proxied = {
    ...agent,
    httpProxy: "",
    httpsProxy: proxy.url.href,
    noProxy: `${proxy.except},localhost,127.0.0.1,[::1]`,
  };
  return () => createProxyAgent(proxied);
}

function describe(answer: Answer, request: HttpRequest): string {
  if (answer.tag !== "response") {
    return `${answer.tag}: ${answer.fault.kind}: ${answer.fault.detail}`;
  }
  const body = request.answerIsSecret ? "***" : redact(answer.body, request.secrets);
  return `${answer.status} ${body}`;
}
