import { setFlagsFromString } from "node:v8";
import type { Dispatcher } from "undici";
// Not the package's front door: that loads fetch, caches, web sockets and mocks as well.
import Agent from "undici/lib/dispatcher/agent.js";
import type { Clocks } from "../clocks.ts";
import type { Answer, HttpRequest, SendOptions } from "./exchange.ts";
import { createLanes, longestIdleMs } from "./lanes.ts";
import { redact } from "./redaction.ts";
import { pauseBeforeRetry } from "./retry.ts";
import { sendOnce } from "./send.ts";

/** The one HTTP client of both APIs. */
export interface Transport {
  /** Sends at most once. For whatever may move money. */
  readonly send: (request: HttpRequest, options?: SendOptions) => Promise<Answer>;
  /** Sends again, a bounded number of times, where retry.ts says so. For reads and logins only. */
  readonly sendRepeatable: (request: HttpRequest, options?: SendOptions) => Promise<Answer>;
  /** Asks for the head of an answer alone, to see whether anybody is there. */
  readonly probe: (url: URL) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface TransportOptions {
  /** Bounds one whole answer; whole milliseconds. */
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Clocks["now"];
  readonly uptime: Clocks["uptime"];
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * How many connections an origin gets; 1 when left out. A request that finds them busy waits, so that
   * calls which follow each other share one connection.
   */
  readonly connections?: number;
  /** Receives one line for each request and each answer, secrets and customer taken out. */
  readonly trace: ((line: string) => void) | null;
}

const connectTimeoutMs = 10_000;

// The client's parser is WebAssembly, and after a few answers V8 sets about optimising it. That takes longer
// than a whole refund, and the process cannot end before it is done: it is worth it after a thousand answers.
setFlagsFromString("--wasm-tiering-budget=1000000000");

export function createTransport(options: TransportOptions): Transport {
  const { now, uptime, trace, connections = 1 } = options;
  const clocks = { now, uptime };
  const lanes = chooseDispatcher(options).then((open) =>
    createLanes({ open, connections, clocks }),
  );
  const send = async (request: HttpRequest, limits: SendOptions = {}): Promise<Answer> => {
    trace?.(
      `> ${request.method ?? "POST"} ${request.url.origin}${request.url.pathname} ${redact(request.body, request.secrets)}`,
    );
    const begun = now();
    const answer = await sendOnce(await lanes, request, {
      ...limits,
      timeoutMs: options.timeoutMs,
      clocks,
    });
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

/** A proxy only where the environment names one; Node itself reads NODE_EXTRA_CA_CERTS. */
async function chooseDispatcher({ env, timeoutMs }: TransportOptions): Promise<() => Dispatcher> {
  const connect = { timeout: Math.min(connectTimeoutMs, timeoutMs) };
  // Time-outs of a whole answer are kept in send.ts; undici's own only bound what we gave up on.
  const agent = {
    connect,
    // Shared out in lanes.ts, which alone knows since when each has been idle.
    connections: 1,
    headersTimeout: timeoutMs * 2,
    bodyTimeout: timeoutMs * 2,
    keepAliveTimeout: longestIdleMs,
    // Whatever longer time the server claims.
    keepAliveMaxTimeout: longestIdleMs,
  };
  const httpsProxy = env["https_proxy"] ?? env["HTTPS_PROXY"] ?? "";
  const noProxy = env["no_proxy"] ?? env["NO_PROXY"] ?? "";
  if (httpsProxy === "" || noProxy.trim() === "*") return () => new Agent(agent);
  const { EnvHttpProxyAgent } = await import("./proxy.ts");
  const proxied = {
    ...agent,
    httpProxy: "",
    // Written without a scheme, as curl takes it too.
    httpsProxy: httpsProxy.includes("://") ? httpsProxy : `http://${httpsProxy}`,
    noProxy: `${noProxy},localhost,127.0.0.1,[::1]`,
  };
  return () => new EnvHttpProxyAgent(proxied);
}

function describe(answer: Answer, request: HttpRequest): string {
  if (answer.tag !== "response") {
    return `${answer.tag}: ${answer.fault.kind}: ${answer.fault.detail}`;
  }
  const body = request.answerIsSecret ? "***" : redact(answer.body, request.secrets);
  return `${answer.status} ${body}`;
}
