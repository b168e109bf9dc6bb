import type { Option } from "commander";
import type { RefundOrderInput } from "./refund-order.ts";
import type { CommonFlags } from "../run.ts";
import { parseAttemptId } from "../../domain/pasted.ts";
import type { ItemWish } from "../../domain/wish.ts";
import { UsageError } from "../../failure.ts";
import type { RefundOutcome } from "../../outcome.ts";
import type { Rendered } from "../../render/rendered.ts";
import { type Declare, examples, type Host, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface RefundFlags extends CommonFlags {
  readonly reason?: string;
  readonly comment?: string;
  readonly ticket?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly again?: string;
  readonly expectEmail?: string;
  readonly confirmAmount?: string;
  readonly skipChecks?: boolean;
}

interface PartialFlags extends RefundFlags {
  readonly item?: readonly ItemWish[];
  readonly amount?: string;
}

interface LineitemFlags extends RefundFlags {
  readonly order?: string;
  readonly legacy?: boolean;
  readonly category?: string;
}

const refundOptions: readonly Option[] = [
  ...[options.reason, options.comment, options.ticket, options.yes, options.dryRun],
  ...[options.again, options.expectEmail, options.confirmAmount, options.skipChecks],
];

// The commands that move money.
export const declareTotal: Declare = (command, host) => {
  withOptions(command, refundOptions)
    .description("Refund everything that is left on an order, through the RPC 6.0 API.")
    .addHelpText("after", examples("refund total 73152871 --reason Fraud"))
    .action(async (refNo: string | undefined, flags: RefundFlags) => {
      const wish = { kind: "total" } as const;
      host.done(await refund(host, { ...inputOf(flags), command: "total", refNo, wish }, flags));
    });
};

export const declarePartial: Declare = (command, host) => {
  withOptions(command, [options.item, options.amount, ...refundOptions])
    .description(
      "Refund part of an order through the RPC 6.0 API: lines, pieces of lines, or an amount.",
    )
    .addHelpText(
      "after",
      examples(
        "refund partial 73152871 --item PRO-1Y --reason Other",
        "refund partial 73152871 --item SEAT:1 --item SUPPORT-GOLD --reason Other",
        "refund partial 73152871 --amount 26.00 --reason Other",
      ),
    )
    .action(async (refNo: string | undefined, flags: PartialFlags) => {
      const { item = [], amount = null } = flags;
      const open = item.length === 0 && amount === null;
      const wish: RefundOrderInput["wish"] = open
        ? async (seen, run) =>
            (await import("./choose-lines.ts")).chooseLines(seen, await run.questions())
        : { kind: "partial", items: item, amount };
      host.done(await refund(host, { ...inputOf(flags), command: "partial", refNo, wish }, flags));
    });
};

export const declareLineitem: Declare = (command, host) => {
  withOptions(command, [options.order, options.legacy, options.category, ...refundOptions])
    .description("Refund one whole line, through the RPC 6.0 API or the legacy REST API.")
    .addHelpText(
      "after",
      examples(
        "refund lineitem PRO-1Y --order 73152871 --reason Other",
        "refund lineitem 1234567890 --legacy --category 16",
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

async function refund(host: Host, input: RefundOrderInput, flags: RefundFlags): Promise<Rendered> {
  const { refundOrder } = await import("./refund-order.ts");
  const render = await renderer(host, flags);
  return render(await host.inRun(flags, (run) => refundOrder(input, run)));
}

async function refundLine(
  host: Host,
  line: string | undefined,
  flags: LineitemFlags,
): Promise<Rendered> {
  if (flags.category !== undefined) throw new UsageError("--category goes with --legacy.");
  const wish: RefundOrderInput["wish"] =
    line === undefined
      ? async (seen, run) =>
          (await import("./choose-lines.ts")).chooseLine(seen, await run.questions())
      : { kind: "lineitem", line };
  return refund(host, { ...inputOf(flags), command: "lineitem", refNo: flags.order, wish }, flags);
}

async function refundLegacy(
  host: Host,
  line: string | undefined,
  flags: LineitemFlags,
): Promise<Rendered> {
  for (const flag of ["order", "reason", "expectEmail", "confirmAmount", "skipChecks"] as const) {
    if (flags[flag] !== undefined) {
      const name = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new UsageError(`--${name} does not go with --legacy.`);
    }
  }
  const { refundLegacyLineItem } = await import("../legacy/refund-line-item.ts");
  const input = { ...inputOf(flags), lineItemId: line, category: flags.category };
  const render = await renderer(host, flags);
  return render(await host.inRun(flags, (run) => refundLegacyLineItem(input, run)));
}

/** Loaded before anything is sent: afterwards no fault in loading may hide what came of it. */
async function renderer(
  { screens }: Host,
  flags: CommonFlags,
): Promise<(outcome: RefundOutcome) => Rendered> {
  const { renderRefund } = await import("../../render/refund-outcome.ts");
  const both = await screens(flags);
  return (outcome) => renderRefund(outcome, both, flags.json === true);
}

function inputOf(flags: RefundFlags) {
  return {
    reason: flags.reason,
    comment: flags.comment,
    ticket: flags.ticket,
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    again: flags.again === undefined ? undefined : parseAttemptId(flags.again),
    expectEmail: flags.expectEmail,
    confirmAmount: flags.confirmAmount,
    skipChecks: flags.skipChecks === true,
    expectCurrency: undefined,
    row: null,
  };
}
