import type { Clocks } from "../../src/clocks.ts";

/**
 * The clocks of a machine, which stand until they are moved, but for one millisecond a look at the wall
 * clock, so that no two moments are the same.
 */
export interface Clock extends Clocks {
  /** Time goes by, whether the machine is awake or asleep. */
  readonly advance: (ms: number) => void;
  /** Somebody sets the wall clock by so much, back if negative. No time goes by. */
  readonly set: (ms: number) => void;
  /** Something happens elsewhere whenever somebody looks at the wall clock. */
  readonly onLook: (happens: () => void) => void;
  /** From now on every look takes so long, as on a machine that is suspended again and again. */
  readonly slowDown: (msALook: number) => void;
}

export function clockAt(start: number): Clock {
  let wrongBy = 0;
  let gone = 0;
  let look = 1;
  let happens: () => void = () => undefined;
  return {
    now: () => {
      happens();
      const now = start + wrongBy + gone;
      gone += look;
      return now;
    },
    uptime: () => 86_400_000 + gone,
    advance: (ms) => {
      gone += Math.ceil(ms);
    },
    set: (ms) => {
      wrongBy += ms;
    },
    onLook: (happening) => {
      happens = happening;
    },
    slowDown: (msALook) => {
      look = msALook;
    },
  };
}
