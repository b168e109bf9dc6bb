import { Command, Help } from "commander";
import type { Context } from "../context.ts";
import { exitCodesHelp } from "./exit-codes-help.ts";
import { declareGuide } from "../command/guide/declare.ts";
import { createHost, type Host } from "./host.ts";
import { type CommandName, commandNames, type Outline, outlines } from "./outlines.ts";
import { nothing, visibleLines } from "../safe-text.ts";
import { version } from "../version.ts";

/**
 * The command tree, in outline: a command is declared in full when somebody asks for it, and
 * loads what it needs when it runs.
 * @param done receives the result of the command
 */
export function createProgram(
  context: Context,
  done: Host["done"],
): { readonly program: Command; readonly declare: Host["declare"] } {
  const declared = new Set<Command>();
  const host: Host = {
    ...createHost(context, done),
    declare: async (command) => {
      // Help comes here once more with a command that is being run, and both with those below one.
      const isOutline = command.parent?.parent === null;
      if (!isOutline || declared.has(command)) return;
      declared.add(command);
      const { declarations } = await import("./declarations.ts");
      declarations[command.name() as CommandName](command, host);
    },
    treeOf: (names) => outlineTree(names, host),
  };
  return { program: outlineTree(commandNames, host), declare: host.declare };
}

function outlineTree(names: readonly CommandName[], host: Host): Command {
  const { terminal } = host.context;
  const program = new Command("refund")
    .description("Refund 2Checkout (Verifone) orders: shown first, sent once, never lost.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    // Everything after a subcommand belongs to it; arrangement.ts puts its options there.
    .enablePositionalOptions()
    // Where the window is narrow, short lines beat those that it cuts.
    .configureHelp({ groupItems: ownFirst, minWidthToWrap: 12 })
    // Each command made below inherits these three.
    .exitOverride()
    .configureOutput({
      // main.ts writes it, with whatever else the command says.
      writeOut: (text) => {
        host.done({ code: 0, out: visibleLines(text), err: nothing });
      },
      getOutHelpWidth: () => (terminal.stdout ? Math.min(terminal.columns, 80) : 80),
      // Help has none, and asking the stream would make it.
      getOutHasColors: () => false,
      // main.ts writes a usage error once, in the requested form.
      writeErr: () => undefined,
    })
    .addHelpText("after", `${exitCodesHelp}\n${trialHelp}`);
  declareGuide(program, host);
  for (const name of names) {
    const { summary, takes, hidden }: Outline = outlines[name];
    const command = program.command(name, { hidden: hidden === true }).summary(summary);
    if (takes !== undefined) command.addArgument(takes);
  }
  return program;
}

/** A command's own options stand before those of all commands, even where it has no other than --help. */
const ownFirst: Help["groupItems"] = (all, visible, headingOf) => {
  const groups = new Help().groupItems(all, visible, headingOf);
  const own = groups.get("Options:");
  return own === undefined ? groups : new Map([["Options:", own], ...groups]);
};

const trialHelp = `
Options and examples of a command: refund help total
Exit codes, environment and JSON at length: refund help topics

Try it without an account: refund total 73152871 --reason Fraud --sandbox
List the sample orders: refund sandbox orders. Start over: refund sandbox reset`;
