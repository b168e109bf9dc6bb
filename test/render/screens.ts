import { type Screens, screensOf } from "../../src/render/screen.ts";

/** A terminal without colours unless they are asked for. */
export function terminal(columns: number, { coloured = false } = {}): Screens {
  const streams = { stdin: true, stdout: true, stderr: true };
  return screensOf({ terminal: { ...streams, columns }, env: {} }, { color: coloured });
}

export const pipe: Screens = screensOf(
  { terminal: { stdin: false, stdout: false, stderr: false, columns: 80 }, env: {} },
  {},
);
