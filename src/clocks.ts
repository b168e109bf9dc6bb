/** The two clocks of a machine: one that people and servers set, and one that only runs on. */
export interface Clocks {
  /** Milliseconds since the epoch, as the wall clock has it. */
  readonly now: () => number;
  /** Milliseconds since the machine started, those that it slept included. Nobody can set it. */
  readonly uptime: () => number;
}

/** One moment, past or to come, as both clocks show it. */
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
 * Milliseconds gone by since then, by the clock that shows more of them; negative as long as both say that
 * the moment is still to come. So a clock that was set makes something look older at most, never younger.
 */
export function elapsedSince({ wall, uptime }: Moment, clocks: Clocks): number {
  return Math.max(clocks.now() - wall, clocks.uptime() - uptime);
}
