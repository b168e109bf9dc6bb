import { processContext } from "../src/context.ts";
import { createProgram } from "../src/program/program.ts";

/** What the command tree prints for `refund --help` where nothing narrows it. */
export function printedHelp(): string {
  const parts: string[] = [];
  const context = processContext();
  const wide = { ...context, terminal: { ...context.terminal, stdout: false } };
  const { program } = createProgram(wide, ({ out }) => {
    parts.push(out.text);
  });
  program.outputHelp();
  return parts.join("");
}
