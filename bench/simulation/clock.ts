/**
 * The time of one simulated machine. `truth` is what 2Checkout's clock says; `wall` is what the machine
 * believes, which may have been set wrong; `uptime` counts on through sleep and cannot be set.
 */
export interface SimulatedClock {
  readonly truth: () => number;
  readonly wall: () => number;
  readonly uptime: () => number;
  /** Time goes by for everybody. */
  readonly pass: (ms: number) => void;
  /** Somebody, or a time server, sets the machine's clock by so much. */
  readonly step: (ms: number) => void;
  /** The machine's clock is set right. */
  readonly setRight: () => void;
}

const bootedBefore = 5 * 3_600_000;

/**
 * @param startedAt what time it is at first; a world with real processes begins with the real time
 * @param told gets the true time whenever time has gone by
 */
export function simulatedClock(
  startedAt: number = Date.UTC(2026, 10, 21, 12, 0, 0),
  told: (truth: number) => void = () => undefined,
): SimulatedClock {
  let elapsed = 0;
  let skew = 0;
  const goOn = (ms: number) => {
    elapsed += Math.ceil(ms);
    told(startedAt + elapsed);
  };
  return {
    truth: () => startedAt + elapsed,
    wall: () => {
      // A tick a look, so that no two moments are the same.
      goOn(1);
      return startedAt + skew + elapsed;
    },
    uptime: () => bootedBefore + elapsed,
    pass: goOn,
    step: (ms) => {
      skew += ms;
    },
    setRight: () => {
      skew = 0;
    },
  };
}
