import { fileURLToPath } from "node:url";
import * as pty from "@lydell/node-pty";
import xterm from "@xterm/headless";

const entry = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));

/** What is waited for on the screen, and what is typed then. */
const script: readonly (readonly [shown: string, typed: string])[] = [
  ["What to refund:", "\u001b[B\r"],
  ["Lines to refund:", "\u001b[B\u001b[C\r"],
  ["Reason:", "dup"],
  ["> Duplicate purchase", "\r"],
  ["Comment", "Sorry for the double order.\r"],
  ["Refund 33.33 USD of order", "y\r"],
  ["Another refund?", ""],
];

const patienceMs = 20_000;

/** What an agent types in the shell: the number is pasted. */
const line = ["73152871", "--sandbox"];

/** The screen after a guided refund in a fresh stand-in whose state is kept in `home`. */
export async function performGuidedRefund(home: string, columns: number): Promise<xterm.Terminal> {
  const rows = 60;
  const child = pty.spawn(process.execPath, [entry, ...line], {
    name: "xterm-256color",
    cols: columns,
    rows,
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", HOME: home, XDG_DATA_HOME: home, TZ: "UTC" },
  });
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  terminal.write(`$ refund ${line.join(" ")}\r\n`);
  child.onData((data) => {
    terminal.write(data);
  });
  try {
    for (const [shown, typed] of script) {
      await until(() => linesOf(terminal).some((line) => line.includes(shown)), shown);
      child.write(typed);
    }
  } finally {
    child.kill();
  }
  return terminal;
}

export function linesOf(terminal: xterm.Terminal): readonly string[] {
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: buffer.length }, (_, row) =>
    (buffer.getLine(row)?.translateToString(true) ?? "").trimEnd(),
  );
  return lines.slice(0, lines.findLastIndex((line) => line !== "") + 1);
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`The screen never showed "${what}".`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
