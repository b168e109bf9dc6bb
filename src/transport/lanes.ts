import type { Dispatcher } from "undici";
import { type Clocks, elapsedSince, type Moment, momentOf } from "../clocks.ts";

/**
 * A connection whose last request is older than this is not used again, whatever its server promised: something on the
 * way may have dropped it, which only shows after a refund was written to it. undici has a timer for that, but
 * a suspended process gets its next request before its timer fires, and no timer counts sleep. It is not counted from the
 * answer, which may have lain there unread while this process slept and its server closed the connection.
 */
export const longestIdleMs = 3_000;

/** One connection to one origin, replaced by a new one once it has closed. */
interface Lane {
  dispatcher: Dispatcher;
  /** Requests that have not ended. */
  busy: number;
  /** When it got its last request. */
  usedAt: Moment;
}

export interface LanesOptions {
  /** Opens a dispatcher that keeps one connection to each origin. */
  readonly open: () => Dispatcher;
  /** How many connections an origin gets. */
  readonly connections: number;
  readonly clocks: Clocks;
}

/** Gives each request a connection: the most recently used free one, a new one, or a place in a queue. */
export interface Lanes extends Pick<Dispatcher, "dispatch"> {
  readonly destroy: () => Promise<void>;
}

export function createLanes({ open, connections, clocks }: LanesOptions): Lanes {
  const lanesOf = new Map<string, Lane[]>();
  let destroyed = false;

  const choose = (origin: string): Lane => {
    const lanes = lanesOf.get(origin) ?? [];
    lanesOf.set(origin, lanes);
    const free = lanes.filter(({ busy }) => busy === 0);
    const [latest] = free.sort((a, b) => b.usedAt.uptime - a.usedAt.uptime);
    if (latest !== undefined) {
      if (elapsedSince(latest.usedAt, clocks) > longestIdleMs) {
        void latest.dispatcher.destroy();
        latest.dispatcher = open();
      }
      return latest;
    }
    const [leastBusy] = lanes.toSorted((a, b) => a.busy - b.busy);
    if (leastBusy !== undefined && lanes.length >= connections) return leastBusy;
    const lane = { dispatcher: open(), busy: 0, usedAt: momentOf(clocks) };
    lanes.push(lane);
    return lane;
  };

  const all = () => [...lanesOf.values()].flat();
  return {
    dispatch: (options, handler) => {
      const lane = choose(String(options.origin));
      if (destroyed) void lane.dispatcher.destroy();
      lane.busy += 1;
      lane.usedAt = momentOf(clocks);
      return lane.dispatcher.dispatch(
        options,
        whenOver(handler, () => {
          lane.busy -= 1;
        }),
      );
    },
    destroy: async () => {
      destroyed = true;
      await Promise.all(all().map(({ dispatcher }) => dispatcher.destroy()));
    },
  };
}

/** The same handler, with a callback when the request has ended, however it ended. */
function whenOver(
  handler: Dispatcher.DispatchHandler,
  ended: () => void,
): Dispatcher.DispatchHandler {
  let over = false;
  const end = () => {
    if (!over) ended();
    over = true;
  };
  return {
    onRequestStart: (...said) => handler.onRequestStart?.(...said),
    onResponseStart: (...said) => handler.onResponseStart?.(...said),
    onResponseData: (...said) => handler.onResponseData?.(...said),
    onResponseEnd: (...said) => {
      end();
      handler.onResponseEnd?.(...said);
    },
    onResponseError: (...said) => {
      end();
      handler.onResponseError?.(...said);
    },
  };
}
