import type { Answer } from "../../transport/exchange.ts";
import { pauseBeforeRetry } from "../../transport/retry.ts";
import type { Transport } from "../../transport/transport.ts";
import { type Gate, saysTooMany } from "./gate.ts";

/** How often a read is repeated while 2Checkout says that it is busy; the gate does the waiting. */
const maxBusyTries = 8;

const stopped: Answer = {
  tag: "not-sent",
  fault: { kind: "interrupted", detail: "the wait was stopped before it was sent" },
};

/**
 * The transport of a batch: a fixed number of calls at a time. Reads and logins wait at the gate. A refund does not,
 * because its attempt is already recorded, but its answer slows the others down as well.
 */
export function paceTransport(
  transport: Transport,
  gate: Gate,
  world: {
    readonly calls: number;
    readonly now: () => number;
    readonly random: () => number;
  },
): Transport {
  const slots = createSlots(world.calls);
  const send: Transport["send"] = async (request, options) => {
    if (!(await slots.take(options?.signal))) return stopped;
    try {
      const answer = await transport.send(request, options);
      gate.heard(answer);
      return answer;
    } finally {
      slots.giveBack();
    }
  };
  return {
    ...transport,
    send,
    sendRepeatable: async (request, options) => {
      for (let tried = 1; ; tried++) {
        if (!(await gate.pass(options?.signal))) return stopped;
        const answer = await send(request, options);
        if (saysTooMany(answer)) {
          if (tried < maxBusyTries) continue;
          return answer;
        }
        const pause = pauseBeforeRetry(answer, tried, world.now(), world.random);
        if (pause === null) return answer;
        await gate.pause(pause, options?.signal);
      }
    },
  };
}

/** A fixed number at a time; the others wait in the order in which they came. */
function createSlots(count: number) {
  const waiting = new Set<() => void>();
  let free = count;
  return {
    /** False if the signal was aborted before there was one. */
    take: (signal: AbortSignal | undefined): Promise<boolean> => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve(true);
      }
      if (signal?.aborted === true) return Promise.resolve(false);
      return new Promise((resolve) => {
        const end = (taken: boolean) => {
          waiting.delete(turn);
          signal?.removeEventListener("abort", leave);
          resolve(taken);
        };
        const turn = () => {
          end(true);
        };
        const leave = () => {
          end(false);
        };
        waiting.add(turn);
        signal?.addEventListener("abort", leave);
      });
    },
    giveBack: (): void => {
      const [next] = waiting;
      if (next === undefined) free += 1;
      else next();
    },
  };
}
