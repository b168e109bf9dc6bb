import type { Command } from "commander";
import type { CommonFlags } from "../command/run.ts";
import { UsageError } from "../failure.ts";
import { didYouMean } from "../nearest.ts";
import { commonOptions } from "./common-options.ts";
import { type Declare, namesBelow } from "./host.ts";

/** `refund` alone: at a terminal a guided refund and then the next one, else a question for help. */
export const declareGuide: Declare = (program, { context, done, inRun, asks, screens }) => {
  // A talk ends in no document.
  const own = Object.values(commonOptions).filter((option) => option !== commonOptions.json);
  for (const option of own) program.addOption(option);
  program
    .usage("[options] | <command>")
    .argument("[words...]")
    .hook("preSubcommand", refuseEarlyOptions)
    .action(async ([word]: readonly string[], flags: CommonFlags) => {
      if (word !== undefined) throw new UsageError(unknownCommand(word, program));
      if (!asks(flags)) throw new UsageError(program.helpInformation());
      const { guideRefund, wantsAnother } = await import("../command/guide.ts");
      const { renderRefund } = await import("../render/refund.ts");
      const { paintOutcome } = await import("../render/outcome-word.ts");
      const both = await screens(flags);
      const nothingSent = paintOutcome("cancelled", "Nothing was sent.", both.stderr.paint);
      const codes: number[] = [];
      for (;;) {
        // Each in a run of its own, because Ctrl-C is not heeded any more once a refund was sent.
        const next = await inRun(flags, async (run) => {
          if (codes.length > 0 && !(await wantsAnother(run))) return "enough";
          return guideRefund(run);
        });
        if (next === "enough") break;
        const { code, out, err } =
          next === null
            ? { code: 130, out: "", err: `${nothingSent}\n` }
            : renderRefund(next, both, false);
        // Written here and not at the end, because the agent goes on from it.
        context.stderr.write(`\n${err}`);
        context.stdout.write(out);
        codes.push(code);
      }
      const unknown = codes.find((code) => code === 7);
      done({ code: unknown ?? codes.at(-1) ?? 0, out: "", err: "" });
    });
};

/** `refund --sandbox total` must not refund for real because the flag stood too early. */
function refuseEarlyOptions(program: Command, command: Command): void {
  for (const option of program.options) {
    if (program.getOptionValueSource(option.attributeName()) === "cli") {
      throw new UsageError(
        `${option.long ?? option.flags} stands before the command. Write: refund ${command.name()} … ${option.long ?? option.flags}`,
      );
    }
  }
}

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
