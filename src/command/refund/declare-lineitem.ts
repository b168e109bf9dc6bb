import { Option } from "commander";
import { UsageError } from "../../failure.ts";
import { type Declare, examples, type Host, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import type { Rendered } from "../../render/rendered.ts";
import { inputOf, type RefundFlags, refundOptions } from "./refund-flags.ts";
import type { RefundOrderInput } from "./refund-order.ts";
import { outcomeRenderer, runRefund } from "./run-refund.ts";

interface LineitemFlags extends RefundFlags {
  readonly order?: string;
  readonly legacy?: boolean;
  readonly category?: string;
  readonly sale?: string;
}

export const declareLineitem: Declare = (command, host) => {
  withOptions(command, [
    new Option("--order <refno>", "the order that the line is on"),
    options.legacy,
    new Option("--category <id or name>", "with --legacy: the refund category"),
    new Option("--sale <sale-id>", "with --legacy: the sale of the line item, to be read first"),
    ...refundOptions,
  ])
    .description("Refund one whole line, through the RPC 6.0 API or the legacy REST API.")
    .addHelpText(
      "after",
      examples(
        "refund lineitem PRO-1Y --order 73152871 --reason Other",
        "refund lineitem 1234567890 --legacy --category 16",
        "refund lineitem 1234567890 --legacy --category 16 --sale 81234567890",
      ),
    )
    .action(async (line: string | undefined, flags: LineitemFlags) => {
      host.done(
        await (flags.legacy === true
          ? refundLegacy(host, line, flags)
          : refundLine(host, line, flags)),
      );
    });
};

async function refundLine(
  host: Host,
  line: string | undefined,
  flags: LineitemFlags,
): Promise<Rendered> {
  for (const flag of ["category", "sale"] as const) {
    if (flags[flag] !== undefined) throw new UsageError(`--${flag} needs --legacy.`);
  }
  const wish: RefundOrderInput["wish"] =
    line === undefined
      ? async (seen, ask) => (await import("./choose-lines.ts")).chooseLine(seen, await ask())
      : { kind: "lineitem", line };
  return runRefund(
    host,
    { ...inputOf(flags), command: "lineitem", orderNumber: flags.order, wish },
    flags,
  );
}

async function refundLegacy(
  host: Host,
  line: string | undefined,
  flags: LineitemFlags,
): Promise<Rendered> {
  for (const flag of ["order", "reason", "expectEmail", "confirmAmount", "skipChecks"] as const) {
    if (flags[flag] !== undefined) {
      const name = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new UsageError(`--${name} cannot be used with --legacy.`);
    }
  }
  const { refundLegacyLineItem } = await import("../legacy/refund-line-item.ts");
  const input = { ...inputOf(flags), lineItemId: line, category: flags.category, sale: flags.sale };
  const render = await outcomeRenderer(host, flags);
  return render(await host.inRun(flags, (run) => refundLegacyLineItem(input, run)));
}
