import type { Ended } from "../support/context.ts";
import type { Rendered } from "../../src/render/rendered.ts";
import { type Screens, screensOf } from "../../src/render/screen.ts";

/** A terminal without colours unless they are asked for. */
export function terminal(columns: number, { coloured = false } = {}): Screens {
  const streams = { stdin: true, stdout: true, stderr: true };
  return screensOf({ terminal: { ...streams, columns, rows: 40 }, env: {} }, { color: coloured });
}

export const pipe: Screens = screensOf(
  { terminal: { stdin: false, stdout: false, stderr: false, columns: 80, rows: 24 }, env: {} },
  {},
);

/** A renderer whose result is compared as what it comes to on the streams. */
export function printing<Values extends readonly unknown[]>(
  render: (...values: Values) => Rendered,
): (...values: Values) => Ended {
  return (...values) => {
    const { code, out, err } = render(...values);
    return { code, out: out.text, err: err.text };
  };
}
