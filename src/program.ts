import { Command, type Option } from "commander";
import type { CommonFlags, Run } from "./command/run.ts";
import type { RefundOrderInput } from "./command/refund-order.ts";
import type { Context } from "./context.ts";
import type { ItemWish } from "./domain/wish.ts";
import { UsageError } from "./failure.ts";
import type { AttemptFilter } from "./journal/journal.ts";
import { options } from "./options.ts";
import type { RefundOutcome } from "./outcome.ts";
import type { EndedRun } from "./render/failure.ts";
import type { Rendered } from "./render/rendered.ts";
import { version } from "./version.ts";

type Done = (rendered: Rendered) => void;

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

interface ReconcileFlags extends CommonFlags {
  readonly accepted?: boolean;
  readonly notApplied?: boolean;
  readonly yes?: boolean;
}

interface HistoryFlags extends CommonFlags, AttemptFilter {}

const commonOptions: readonly (() => Option)[] = [
  ...[options.json, options.sandbox, options.profile, options.config, options.timeout],
  ...[options.input, options.color, options.verbose, options.quiet],
];

const refundOptions: readonly (() => Option)[] = [
  ...[options.reason, options.comment, options.ticket, options.yes, options.dryRun],
  ...[options.again, options.expectEmail, options.confirmAmount, options.skipChecks],
];

/**
 * The command tree. Each action loads its command when it runs, so that help and version load nothing.
 * @param done receives what the command leaves behind
 */
export function createProgram(context: Context, done: Done): Command {
  const program = new Command("refund")
    .description("Refund 2Checkout (Verifone) orders: shown first, sent once, never lost.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    // What follows a subcommand is the subcommand's: `history prune --sandbox` must not be history's.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", exitCodesHelp);

  addTo(program.command("total"), refundOptions)
    .argument("[refno]", "the order number")
    .summary("refund everything that is left on an order")
    .description("Refund everything that is left on an order, through the RPC 6.0 API.")
    .addHelpText("after", examples("refund total 73152871 --reason Fraud"))
    .action(async (refNo: string | undefined, flags: RefundFlags) => {
      const wish = () => Promise.resolve({ kind: "total" } as const);
      done(await refund({ ...inputOf(flags), command: "total", refNo, wish }, flags));
    });

  addTo(program.command("partial"), [options.item, options.amount, ...refundOptions])
    .argument("[refno]", "the order number")
    .summary("refund part of an order, by lines or by amount")
    .description(
      "Refund part of an order through the RPC 6.0 API: lines, pieces of lines, or an amount.",
    )
    .addHelpText(
      "after",
      examples(
        "refund partial 73152871 --item PRO-1Y --reason Other",
        "refund partial 73152871 --item SEAT-3:1 --item SHIPPING --reason Other",
        "refund partial 73152871 --amount 26.00 --reason Other",
      ),
    )
    .action(async (refNo: string | undefined, flags: PartialFlags) => {
      const { item = [], amount = null } = flags;
      const wish: RefundOrderInput["wish"] = async (order, run) => {
        if (item.length > 0 || amount !== null) return { kind: "partial", items: item, amount };
        const { chooseLines } = await import("./prompt/lines.ts");
        return chooseLines(order, run);
      };
      if (item.length === 0 && amount === null && !asks(flags)) {
        throw new UsageError("Say what to refund: --item or --amount is missing.");
      }
      done(await refund({ ...inputOf(flags), command: "partial", refNo, wish }, flags));
    });

  addTo(program.command("lineitem"), [
    ...[options.order, options.legacy, options.category, ...refundOptions],
  ])
    .argument("[line]", "the line: reference or product code; with --legacy the line item id")
    .summary("refund one whole line of an order")
    .description("Refund one whole line, through the RPC 6.0 API or the legacy REST API.")
    .addHelpText(
      "after",
      examples(
        "refund lineitem PRO-1Y --order 73152871 --reason Other",
        "refund lineitem 1234567890 --legacy --category 16",
      ),
    )
    .action(async (line: string | undefined, flags: LineitemFlags) => {
      done(await (flags.legacy === true ? refundLegacy(line, flags) : refundLine(line, flags)));
    });

  addTo(program.command("order"), [])
    .argument("[refno]", "the order number")
    .summary("show an order, its lines, and what can be refunded")
    .addHelpText("after", examples("refund order 73152871"))
    .action(async (refNo: string | undefined, flags: CommonFlags) => {
      const { viewOrder } = await import("./command/order.ts");
      const startedAt = context.now();
      const reading = await inRun(flags, (run) => viewOrder(refNo, run));
      const json = flags.json === true;
      if (reading.tag === "read") {
        const { renderOrder } = await import("./render/order.ts");
        done(renderOrder(reading.value, context.terminal, json));
      } else {
        const { renderEnding } = await import("./render/failure.ts");
        const { endingOf } = await import("./outcome.ts");
        const ended: EndedRun = {
          ...{ command: "order", startedAt, finishedAt: context.now(), json, verbose: false },
        };
        done(renderEnding(endingOf(reading.failure), ended));
      }
    });

  addTo(program.command("reasons"), [options.legacy])
    .summary("the refund reasons; with --legacy the categories")
    .action(async (flags: CommonFlags & { readonly legacy?: boolean }) => {
      const { readReasons } = await import("./command/reasons.ts");
      const { renderReasons } = await import("./render/reasons.ts");
      const reasons = await inRun(flags, (run) =>
        Promise.resolve(readReasons(flags.legacy === true, run)),
      );
      done(renderReasons(reasons, flags.json === true));
    });

  addTo(program.command("reconcile"), [options.accepted, options.notApplied, options.yes])
    .argument("[attempt]", "one attempt; without it, all that are unresolved")
    .summary("settle attempts whose outcome is unknown")
    .description(
      "Settle attempts whose outcome is unknown: ask 2Checkout, settle what has evidence, and take a\nperson's word for the rest. Exit 0 when none is left unresolved, else 7.",
    )
    .addHelpText("after", examples("refund reconcile", "refund reconcile 01K… --not-applied"))
    .action(async (attempt: string | undefined, flags: ReconcileFlags) => {
      const { reconcile } = await import("./command/reconcile.ts");
      const { renderReconcile } = await import("./render/reconcile.ts");
      const said =
        flags.accepted === true ? "accepted" : flags.notApplied === true ? "not-applied" : null;
      const input = { attempt, said, yes: flags.yes === true } as const;
      const results = await inRun(flags, (run) => reconcile(input, run));
      done(renderReconcile(results, flags.json === true));
    });

  const history = addTo(program.command("history"), [
    ...[options.since, options.until, options.outcome, options.account, options.ofTicket],
    options.limit,
  ])
    .argument("[which]", "an order number, a line item id, or an attempt")
    .summary("what this tool did, newest first")
    .description("What this tool did, newest first; with an attempt's id, that one in full.")
    .addHelpText("after", examples("refund history 73152871", "refund history --outcome unknown"))
    .action(async (which: string | undefined, flags: HistoryFlags) => {
      const { readHistory } = await import("./command/history.ts");
      const { renderHistory } = await import("./render/history.ts");
      const found = await inRun(flags, (run) => readHistory(which, flags, run));
      done(renderHistory(found, flags.json === true));
    });
  addTo(history.command("prune"), [options.before, options.yes])
    .summary("delete old settled attempts; unresolved ones stay")
    .action(async (flags: CommonFlags & { readonly before?: number; readonly yes?: boolean }) => {
      const { before, yes = false } = flags;
      if (before === undefined) throw new UsageError("Say how old is old: --before is missing.");
      const { pruneHistory } = await import("./command/history.ts");
      const { renderPruned } = await import("./render/history.ts");
      const count = await inRun(flags, (run) => pruneHistory(before, yes, run));
      done(renderPruned(count, before, flags.json === true));
    });

  const sandbox = program
    .command("sandbox")
    .summary("serve a local stand-in of both APIs; no real money")
    .description(
      "Serve a local stand-in of both APIs on loopback and print the environment to use it with.",
    )
    .addOption(options.port())
    .addOption(options.fault())
    .addHelpText(
      "after",
      examples("refund sandbox", "refund sandbox --fault drop-after:issueRefund"),
    )
    .action(async (flags: { readonly port?: number; readonly fault?: readonly string[] }) => {
      const { serveSandbox } = await import("./command/sandbox.ts");
      await serveSandbox(flags, context);
      done({ code: 0, out: "", err: "" });
    });
  sandbox
    .command("reset")
    .summary("start afresh: forget the stand-in's refunds and its journal")
    .action(async () => {
      const { resetSandbox } = await import("./command/sandbox.ts");
      resetSandbox(context);
      done({ code: 0, out: "The stand-in is as new.\n", err: "" });
    });

  return program;

  async function inRun<T>(flags: CommonFlags, work: (run: Run) => Promise<T>): Promise<T> {
    const { withRun } = await import("./command/run.ts");
    return withRun(context, flags, work);
  }

  async function refund(input: RefundOrderInput, flags: RefundFlags): Promise<Rendered> {
    requireConfirmation(flags);
    const { refundOrder } = await import("./command/refund-order.ts");
    return rendered(await inRun(flags, (run) => refundOrder(input, run)), flags);
  }

  async function refundLine(line: string | undefined, flags: LineitemFlags): Promise<Rendered> {
    if (flags.category !== undefined) throw new UsageError("--category goes with --legacy.");
    if (line === undefined && !asks(flags)) throw new UsageError("Name the line to refund.");
    const wish: RefundOrderInput["wish"] = async (order, run) => {
      if (line !== undefined) return { kind: "lineitem", line };
      const { chooseLine } = await import("./prompt/lines.ts");
      return chooseLine(order, run);
    };
    const refNo = flags.order;
    if (refNo === undefined && !asks(flags)) {
      throw new UsageError("Name the order that the line is on: --order is missing.");
    }
    return refund({ ...inputOf(flags), command: "lineitem", refNo, wish }, flags);
  }

  async function refundLegacy(line: string | undefined, flags: LineitemFlags): Promise<Rendered> {
    for (const flag of ["order", "reason", "expectEmail", "confirmAmount", "skipChecks"] as const) {
      if (flags[flag] !== undefined) {
        const name = flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
        throw new UsageError(`--${name} does not go with --legacy.`);
      }
    }
    requireConfirmation(flags);
    const { refundLegacyLineItem } = await import("./command/refund-line-item.ts");
    const input = { ...inputOf(flags), lineItemId: line, category: flags.category };
    return rendered(await inRun(flags, (run) => refundLegacyLineItem(input, run)), flags);
  }

  /** Said before anything is read, so that a script learns at once what it lacks. */
  function requireConfirmation(flags: RefundFlags): void {
    if (flags.yes !== true && flags.dryRun !== true && !asks(flags)) {
      throw new UsageError("Nobody can be asked to confirm: --yes is missing.");
    }
  }

  function asks(flags: CommonFlags): boolean {
    return flags.input !== false && context.terminal.stdin && context.terminal.stderr;
  }
}

async function rendered(outcome: RefundOutcome, flags: CommonFlags): Promise<Rendered> {
  const { renderRefund } = await import("./render/refund.ts");
  return renderRefund(outcome, flags.json === true);
}

function inputOf(flags: RefundFlags) {
  return {
    reason: flags.reason,
    comment: flags.comment,
    ticket: flags.ticket,
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    again: flags.again,
    expectEmail: flags.expectEmail,
    confirmAmount: flags.confirmAmount,
    skipChecks: flags.skipChecks === true,
  };
}

function addTo(command: Command, own: readonly (() => Option)[]): Command {
  for (const option of [...own, ...commonOptions]) command.addOption(option());
  return command;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}

const exitCodesHelp = `
Exit codes:
  0  done, or a read that worked      5  blocked by an earlier attempt
  1  a fault here, nothing sent       6  not sent, safe to run again
  2  a wrong or missing flag          7  UNKNOWN: run \`refund reconcile\`
  3  settings or credentials        130  stopped by the user, nothing sent
  4  refused, no money moved

Try it without an account: refund total 73152871 --reason Fraud --sandbox`;
