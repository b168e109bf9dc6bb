import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { performGuidedRefund } from "./picture/performance.ts";
import { type Theme, terminalSvg } from "./picture/svg.ts";

/**
 * Draws docs/guided-refund.svg: the built program, at a real pseudo-terminal, refunding in the stand-in.
 * `--columns`, `--theme light|dark` and `--out` are for looking at it in other ways.
 */
const { values } = parseArgs({
  options: {
    columns: { type: "string", default: "80" },
    theme: { type: "string", default: "both" },
    out: { type: "string", default: "docs/guided-refund.svg" },
  },
});

const themes: Readonly<Record<string, Theme>> = { both: "both", light: "light", dark: "dark" };
const home = mkdtempSync(join(tmpdir(), "refund-picture-"));
try {
  const terminal = await performGuidedRefund(home, Number(values.columns));
  writeFileSync(values.out, terminalSvg(terminal, themes[values.theme] ?? "both"));
} finally {
  rmSync(home, { recursive: true, force: true });
}
