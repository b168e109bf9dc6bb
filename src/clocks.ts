/** The two clocks of a machine: one that people and servers set, and one that only runs forward. */
export interface Clocks {
  /** Milliseconds since the epoch, as the wall clock has it. */
  readonly now: () => number;
  /** Milliseconds since the machine started, including its sleep. Nobody can set it. */
  readonly uptime: () => number;
}

/** One moment, past or future, as both clocks show it. */
export interface Moment {
  readonly wall: number;
  readonly uptime: number;
}

export function momentOf(clocks: Clocks): Moment {
  return { wall: clocks.now(), uptime: clocks.uptime() };
}

export function momentAfter({ wall, uptime }: Moment, ms: number): Moment {
  return { wall: wall + ms, uptime: uptime + ms };
}

/**
 * Milliseconds since then, by the clock that shows more of them; negative as long as both say that
 * the moment is still ahead. So setting a clock can only make something look older, never younger.
 */
export function elapsedSince({ wall, uptime }: Moment, clocks: Clocks): number {
  return Math.max(clocks.now() - wall, clocks.uptime() - uptime);
}
