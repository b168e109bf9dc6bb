import type { Memory } from "./shop.ts";

/** Keeps the shop's memory between requests. */
export interface Store {
  /** Runs the act alone, on the newest memory, and keeps what it changed. */
  change: <T>(act: (memory: Memory) => T) => T;
  /** Forgets everything and starts over. */
  reset: () => void;
  /** Releases it; it is not used any more. */
  close: () => void;
}

/** A store that lasts as long as the process. */
export function memoryStore(open: () => Memory): Store {
  let memory = open();
  return {
    change: (act) => act(memory),
    reset: () => {
      memory = open();
    },
    close: () => undefined,
  };
}
