import type { Command } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../nearest.ts";
import { nothing, safe, writeTo } from "../../safe-text.ts";
import { commonOptions } from "../../program/common-options.ts";
import { type Declare, namesBelow } from "../../program/host.ts";

/** `refund` alone: at a terminal one guided refund after another, else an error that points to the help. */
export const declareGuide: Declare = (program, { context, done, inRun, asks, screens }) => {
  for (const option of Object.values(commonOptions)) program.addOption(option);
  program
    .usage("[options] | <command>")
    .argument("[words...]")
    .action(async ([word]: readonly string[], flags: CommonFlags) => {
      if (word !== undefined) throw new UsageError(unknownCommand(word, program));
      if (flags.json === true) throw new UsageError("--json needs a command. See: refund --help");
      if (!asks(flags))
        throw new UsageError("Name a command: there is no terminal to ask at.\nSee: refund --help");
      const { guideRefund, wantsAnother } = await import("./guide.ts");
      const { tellUnresolved } = await import("./tell-unresolved.ts");
      const { renderRefund } = await import("../../render/refund-outcome.ts");
      const { paintOutcome } = await import("../../render/outcome-word.ts");
      const both = await screens(flags);
      const nothingSent = paintOutcome("cancelled", "Nothing was sent.", both.stderr.paint);
      const codes: number[] = [];
      for (;;) {
        // Each in its own run, because Ctrl-C no longer ends a run once a refund was sent.
        const next = await inRun(flags, async (run) => {
          if (codes.length === 0) await tellUnresolved(run);
          else if (!(await wantsAnother(run))) return "enough";
          return guideRefund(run);
        });
        if (next === "enough") break;
        const { code, out, err } =
          next === null
            ? { code: 130, out: nothing, err: safe`${nothingSent}\n` }
            : renderRefund(next, both, false);
        // Written here and not at the end, because the agent continues from it.
        writeTo(context.stderr, safe`\n${err}`);
        writeTo(context.stdout, out);
        codes.push(code);
      }
      const unknown = codes.find((code) => code === 7);
      done({ code: unknown ?? codes.at(-1) ?? 0, out: nothing, err: nothing });
    });
};

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
