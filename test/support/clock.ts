/** A clock that stands until it is moved, but for one millisecond a look, so that no two moments are the same. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  /** From now on every look takes so long, as on a machine that is suspended again and again. */
  readonly slowDown: (msALook: number) => void;
}

export function clockAt(start: number): Clock {
  let time = start;
  let look = 1;
  return {
    now: () => {
      const now = time;
      time += look;
      return now;
    },
    advance: (ms) => {
      time += Math.ceil(ms);
    },
    slowDown: (msALook) => {
      look = msALook;
    },
  };
}
