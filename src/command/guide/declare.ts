import type { Command, Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../nearest.ts";
import { nothing, safe, writeTo } from "../../safe-text.ts";
import { parseOrderNumber } from "../../domain/pasted.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import { type Declare, type Host, namesBelow, withOptions } from "../../program/host.ts";
import type { ExitCode } from "../../render/exit-code.ts";
import { options } from "../../program/options.ts";
import type { RefundFlags } from "../refund/refund-flags.ts";

/** What `refund <refno>` takes beside the common options; nothing that a guided refund asks in its own way. */
const guideOptions: readonly Option[] = [
  options.reason,
  options.comment,
  options.ticket,
  options.dryRun,
  options.expectEmail,
];

type GuideFlags = CommonFlags &
  Pick<RefundFlags, "reason" | "comment" | "ticket" | "dryRun" | "expectEmail">;

/**
 * `refund <refno>` and `refund` alone: at a terminal one guided refund after another, else an error that points
 * to the commands that ask nothing.
 */
export const declareGuide: Declare = (program, host) => {
  withOptions(program, guideOptions)
    .usage("[refno] [options] | <command>")
    .argument("[words...]")
    .action(async (words: readonly string[], flags: GuideFlags) => {
      const orderNumber = words.length === 0 ? undefined : parseOrderNumber(words.join(" "));
      if (orderNumber === null) throw new UsageError(unknownCommand(words[0] ?? "", program));
      if (flags.json === true) throw new UsageError("--json needs a command. See: refund --help");
      if (!host.asks(flags)) throw new UsageError(nobodyToAsk(orderNumber));
      host.done({ code: await guideAll(orderNumber, flags, host), out: nothing, err: nothing });
    });
};

function nobodyToAsk(orderNumber: OrderNumber | undefined): string {
  return orderNumber === undefined
    ? "Name a command: there is no terminal to ask at.\nSee: refund --help"
    : `There is no terminal to ask at. To look at the order: refund order ${orderNumber}\nTo refund all of it: refund total ${orderNumber}`;
}

/** One refund after another, until the agent has had enough. */
async function guideAll(
  orderNumber: OrderNumber | undefined,
  flags: GuideFlags,
  { context, inRun, screens }: Host,
): Promise<ExitCode> {
  const { guideRefund, isNotFound, notFoundText, wantsAnother } = await import("./guide.ts");
  const { exitCode, guideExitCode } = await import("../../render/exit-code.ts");
  const { renderRefund } = await import("../../render/refund-outcome.ts");
  const { paintOutcome } = await import("../../render/outcome-word.ts");
  const { tellUnresolved } = await import("./tell-unresolved.ts");
  const { inputOf } = await import("../refund/refund-flags.ts");
  const both = await screens(flags);
  const nothingSent = paintOutcome("cancelled", "Nothing was sent.", both.stderr.paint);
  const codes: ExitCode[] = [];
  let isAnother: boolean | null = true;
  let isTold = false;
  for (let first = orderNumber; ; first = undefined) {
    // Each in its own run, because Ctrl-C no longer ends a run once a refund was sent.
    const next = await inRun(flags, async (run) => {
      if (isAnother === null && !(await wantsAnother(run))) return null;
      if (codes.length === 0 && !isTold) await tellUnresolved(run);
      isTold = true;
      return guideRefund({ ...inputOf(flags), orderNumber: first }, run, both.nextCommand);
    });
    if (next === null) break;
    isAnother = next === "another" ? true : null;
    if (next === "another") continue;
    const { code, out, err } =
      next === "nothing"
        ? { code: exitCode({ tag: "cancelled" }), out: nothing, err: safe`${nothingSent}\n` }
        : renderRefund(next, both, false);
    // Written here and not at the end, because the agent continues from it.
    writeTo(context.stderr, safe`\n${err}`);
    writeTo(context.stdout, out);
    codes.push(code);
    if (next === "nothing") break;
    if (isNotFound(next)) {
      writeTo(context.stderr, notFoundText(next, both.nextCommand));
      isAnother = true;
    }
  }
  return guideExitCode(codes);
}

function unknownCommand(word: string, program: Command): string {
  const names = namesBelow(program);
  return `Unknown command '${word}'.${didYouMean(word, names)}\nThe commands: ${names.join(", ")}. See: refund --help`;
}
