import type { AtScreen } from "../support/screen.ts";

/** A terminal that counts what is pressed; a paste is one key. */
export interface Counted {
  readonly press: (...all: readonly string[]) => void;
  readonly count: () => number;
}

/** @param pressed before the program started: what was typed in the shell */
export function counted(screen: AtScreen, pressed: number): Counted {
  let count = pressed;
  return {
    press: (...all) => {
      count += all.length;
      screen.type(all.join(""));
    },
    count: () => count,
  };
}

/** The keys for a line in the shell; what is pasted into it is one key, and so is Enter. */
export function lineKeys(typed: string, pastes = 0): number {
  return typed.length + pastes + 1;
}
