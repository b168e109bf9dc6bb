import type { Answer } from "../transport/exchange.ts";
import { pauseBeforeRetry } from "../transport/retry.ts";
import type { Transport } from "../transport/transport.ts";
import { type Gate, isBusy } from "./gate.ts";

/** A read is asked for again so often while 2Checkout says that it is busy: the gate does the waiting. */
const mostBusyTries = 8;

const stopped: Answer = {
  tag: "not-sent",
  fault: { kind: "interrupted", detail: "the batch was stopped" },
};

/**
 * The transport of a batch: so many calls at a time. Reads and logins wait at the gate; a refund does not,
 * whose attempt is recorded already, but its answer slows the others down as well.
 */
export function paceTransport(
  transport: Transport,
  gate: Gate,
  world: {
    readonly calls: number;
    readonly now: () => number;
    readonly random: () => number;
    readonly sleep: (ms: number) => Promise<void>;
  },
): Transport {
  const slots = createSlots(world.calls);
  const send: Transport["send"] = async (request, options) => {
    await slots.take();
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
        // Who brings an end of its own is looking for what came of a refund: a stop waits for that.
        if (!(await gate.pass(options?.signal))) return stopped;
        const answer = await send(request, options);
        if (isBusy(answer)) {
          if (tried < mostBusyTries) continue;
          return answer;
        }
        const pause = pauseBeforeRetry(answer, tried, world.now(), world.random);
        if (pause === null) return answer;
        await world.sleep(pause);
      }
    },
  };
}

/** So many at a time; the others wait in the order in which they came. */
function createSlots(count: number) {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    take: async (): Promise<void> => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
    },
    giveBack: (): void => {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
