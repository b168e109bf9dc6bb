import type { IBufferCell, Terminal } from "@xterm/headless";
import { linesOf } from "./performance.ts";

/** `both`: as whoever looks at it prefers. */
export type Theme = "light" | "dark" | "both";

const cellWidth = 8.4;
const lineHeight = 18;
const margin = 16;

/** The terminal's own sixteen colours as common themes have them, then ground and text. */
const palettes = {
  light: [
    ...["#24292f", "#cf222e", "#116329", "#7d4e00", "#0969da", "#8250df", "#1b7c83", "#6e7781"],
    ...["#57606a", "#a40e26", "#1a7f37", "#633c01", "#218bff", "#a475f9", "#3192aa", "#8c959f"],
    ...["#ffffff", "#1f2328"],
  ],
  dark: [
    ...["#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#f0f6fc"],
    ...["#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#ffffff"],
    ...["#0d1117", "#e6edf3"],
  ],
} as const;
const ground = 16;
const text = 17;

/** The whole screen as an SVG that needs no font but a monospaced one. */
export function terminalSvg(terminal: Terminal, theme: Theme): string {
  const height = linesOf(terminal).length * lineHeight + 2 * margin;
  const width = terminal.cols * cellWidth + 2 * margin;
  const rows = linesOf(terminal).map((_line, row) => drawRow(terminal, row));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A guided refund in a terminal">
<style>
text { font: 14px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.b { font-weight: bold; } .d { opacity: 0.65; }
${styleOf(theme)}
</style>
<rect class="g${ground}" width="${width}" height="${height}" rx="8"/>
${rows.filter((row) => row !== "").join("\n")}
</svg>
`;
}

function styleOf(theme: Theme): string {
  const rules = (name: "light" | "dark") =>
    palettes[name].map((colour, at) => `.c${at},.g${at}{fill:${colour}}`).join("");
  if (theme !== "both") return rules(theme);
  return `${rules("light")}\n@media (prefers-color-scheme: dark) {${rules("dark")}}`;
}

interface Run {
  readonly at: number;
  readonly style: string;
  readonly background: number;
  width: number;
  words: string;
}

/** Neighbouring cells that look alike are drawn as one, held to the width they have in a terminal. */
function drawRow(terminal: Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(row);
  const runs: Run[] = [];
  for (let at = 0; at < terminal.cols; at++) {
    const cell = line?.getCell(at);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const inverse = cell.isInverse() !== 0;
    const colour = cell.isFgDefault() ? text : cell.getFgColor();
    const behind = cell.isBgDefault() ? ground : cell.getBgColor();
    const background = inverse ? colour : behind;
    const style = styleOfCell(cell, inverse ? behind : colour);
    const last = runs.at(-1);
    const words = cell.getChars() || " ";
    if (last?.style === style && last.background === background) {
      last.words += words;
      last.width += cell.getWidth();
    } else {
      runs.push({ at, style, background, words, width: cell.getWidth() });
    }
  }
  return runs.map((run) => drawRun(run, margin + row * lineHeight)).join("");
}

function styleOfCell(cell: IBufferCell, colour: number): string {
  return `c${colour}${cell.isBold() === 0 ? "" : " b"}${cell.isDim() === 0 ? "" : " d"}`;
}

function drawRun({ at, style, background, width, words }: Run, top: number): string {
  const column = (from: number) => (margin + from * cellWidth).toFixed(1);
  const long = (cells: number) => (cells * cellWidth).toFixed(1);
  const box =
    background === ground
      ? ""
      : `<rect class="g${background}" x="${column(at)}" y="${top}" width="${long(width)}" height="${lineHeight}"/>`;
  const shown = words.trim();
  if (shown === "") return box;
  // Spaces at the ends are positions, because viewers drop them.
  const before = words.length - words.trimStart().length;
  const drawn = long(width - (words.length - shown.length));
  return `${box}<text class="${style}" x="${column(at + before)}" y="${top + 13}" textLength="${drawn}">${escape(shown)}</text>`;
}

function escape(words: string): string {
  return (
    words
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      // Not every viewer keeps several spaces.
      .replaceAll(" ", "\u00a0")
  );
}
