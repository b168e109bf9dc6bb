/** A clock that stands until it is moved, but for one millisecond a look, so that no two moments are the same. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (ms: number) => void;
}

export function clockAt(start: number): Clock {
  let time = start;
  return {
    now: () => time++,
    advance: (ms) => {
      time += Math.ceil(ms);
    },
  };
}
