import type { Dispatcher } from "undici";
import { type Clocks, elapsedSince } from "../clocks.ts";
import type { Answer, NetworkFault, HttpRequest, SendOptions } from "./exchange.ts";
import {
  answerOfFault,
  answerTooLarge,
  brokenOff,
  interrupted,
  sentTooLate,
  timedOut,
} from "./network-fault.ts";

/** No answer of either API comes near this size; more is an attack or an accident. */
const largestAnswerBytes = 10 * 1024 * 1024;

export interface SendLimits extends SendOptions {
  /** Whole milliseconds. */
  readonly timeoutMs: number;
  readonly clocks: Clocks;
}

/**
 * Sends one request exactly once and waits for the whole answer.
 *
 * undici calls `onRequestStart` immediately before it writes to the socket. So if the request ends without that call,
 * nothing left this machine, whatever the cause; and a second call is stopped before it writes.
 */
export function sendOnce(
  dispatcher: Pick<Dispatcher, "dispatch">,
  request: HttpRequest,
  { timeoutMs, signal, startBy, clocks }: SendLimits,
): Promise<Answer> {
  return new Promise((resolve) => {
    let controller: Dispatcher.DispatchController | null = null;
    let started = false;
    let over = false;
    let status = 0;
    let headers: Record<string, string> = {};
    const chunks: Buffer[] = [];
    let size = 0;

    const finish = (answer: Answer) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", interrupt);
      resolve(answer);
    };
    const giveUp = (fault: NetworkFault) => {
      if (over) return;
      finish(answerOfFault(fault, started));
      controller?.abort(new Error(fault.detail));
    };
    const interrupt = () => {
      giveUp(interrupted);
    };
    const timer = setTimeout(() => {
      // Of a process that was suspended, timers go off before what has come meanwhile is read.
      setImmediate(() => {
        giveUp(timedOut(timeoutMs, started));
      });
    }, timeoutMs);
    signal?.addEventListener("abort", interrupt);
    if (signal?.aborted === true) {
      interrupt();
      return;
    }

    dispatcher.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method ?? "POST",
        headers: request.headers,
        body: request.method === undefined ? request.body : null,
        idempotent: false,
      },
      {
        onRequestStart(started_: Dispatcher.DispatchController) {
          controller = started_;
          if (over || started) {
            // Given up before the connection was made; otherwise undici would send a second time.
            started_.abort(new Error("a request is never started twice"));
          } else if (startBy !== undefined && elapsedSince(startBy, clocks) > 0) {
            giveUp(sentTooLate);
          } else {
            started = true;
          }
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          status = statusCode;
          headers = Object.fromEntries(
            Object.entries(responseHeaders).map(([name, value]) => [
              name.toLowerCase(),
              [value].flat().join(", "),
            ]),
          );
        },
        onResponseData(_controller, chunk) {
          size += chunk.length;
          if (size > largestAnswerBytes) {
            giveUp(answerTooLarge);
          } else {
            chunks.push(chunk);
          }
        },
        onResponseEnd() {
          const body = Buffer.concat(chunks).toString("utf8");
          finish({ tag: "response", status, headers, body });
        },
        onResponseError(_controller, error) {
          giveUp(brokenOff(error, started));
        },
      },
    );
  });
}
