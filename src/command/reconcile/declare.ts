import { InvalidArgumentError, Option } from "commander";
import { parseOrderNumber, parseTypedName } from "../../domain/pasted.ts";
import { UsageError } from "../../failure.ts";
import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import { readName } from "../../program/read-name.ts";
import type { Word } from "./ask-person.ts";
import type { Which } from "./chosen.ts";

interface ReconcileFlags extends CommonFlags {
  readonly accepted?: boolean;
  readonly notApplied?: boolean;
  readonly withdrawn?: boolean;
  readonly paidOut?: boolean;
  readonly wait?: number;
  readonly batch?: string;
  readonly yes?: boolean;
  readonly web?: boolean;
}

export const declareReconcile: Declare = (command, { done, inRun, asks, screens }) => {
  withOptions(command, [
    new Option("--accepted", "a person saw the refund in the control panel"),
    new Option("--not-applied", "a person saw that there is no such refund").conflicts("accepted"),
    new Option("--withdrawn", "a person saw that the refund was cancelled or declined").conflicts([
      "accepted",
      "notApplied",
    ]),
    new Option("--paid-out", "a person saw that the refund was paid out").conflicts([
      "accepted",
      "notApplied",
      "withdrawn",
    ]),
    new Option("--batch <batch>", "only attempts for rows of this batch").conflicts([
      "accepted",
      "notApplied",
      "withdrawn",
      "paidOut",
    ]),
    new Option(
      "--wait <seconds>",
      "keep looking until all is settled, for at most this many seconds (1 to 86400)",
    ).argParser(parseWait),
    options.yes,
    options.web,
  ])
    .description(
      "Settle attempts whose outcome is unknown: ask 2Checkout, settle what there is evidence for, and ask you about the rest. Exit 0 if none is left unresolved, else 7.",
    )
    .addHelpText(
      "after",
      examples(
        "refund reconcile",
        "refund reconcile 73152871",
        "refund reconcile 7HT7QP --not-applied",
        "refund reconcile --batch 4Z1RQP",
        "refund reconcile --wait 600",
      ),
    )
    .action(async (words: string | undefined, flags: ReconcileFlags) => {
      const { reconcile } = await import("./reconcile.ts");
      const { ordersAtATime } = await import("./orders-ahead.ts");
      const { renderReconcile } = await import("./render.ts");
      const said = wordOf(flags);
      if (said !== null && flags.wait !== undefined) {
        throw new UsageError(
          `--wait looks at 2Checkout; --${said} is a person's word. Use one of them.`,
        );
      }
      const web = flags.web === true;
      if (web && !asks(flags)) throw new UsageError("--web needs a terminal.");
      const which = whichOf(words, flags.batch);
      const yes = flags.yes === true;
      if (said !== null) await requireWordWhole(said, which, { yes, asked: asks(flags) });
      const input = {
        which,
        said,
        yes,
        web,
        waitMs: flags.wait === undefined ? null : flags.wait * 1_000,
      };
      const several = { ...flags, concurrency: ordersAtATime };
      const reconciliation = await inRun(several, (run) => reconcile(input, run));
      done(renderReconcile(reconciliation, await screens(flags), flags.json === true));
    });
};

/** @throws UsageError */
function whichOf(words: string | undefined, batch: string | undefined): Which {
  if (batch !== undefined) {
    if (words === undefined) return { tag: "batch", batch: readName(batch, "--batch") };
    throw new UsageError(`--batch settles the attempts of a batch; it does not take "${words}".`);
  }
  if (words === undefined) return { tag: "all" };
  // A line item's id looks like an order's number, and may be either here.
  const number = parseOrderNumber(words);
  if (number !== null) return { tag: "number", number };
  const name = parseTypedName(words);
  if (name !== null) return { tag: "named", name };
  throw new UsageError(`"${words}" is not an attempt, an order number or a line item id.`);
}

/** A word is about one attempt. Who is at a terminal is shown the only one there is. @throws UsageError */
async function requireWordWhole(
  said: Word,
  which: Which,
  { yes, asked }: { readonly yes: boolean; readonly asked: boolean },
): Promise<void> {
  const { confirmation, requireAll } = await import("../missing-input.ts");
  const { isLaterWord } = await import("./ask-person.ts");
  const mayBeShown = asked && !yes && !isLaterWord(said);
  const isNamed = which.tag === "named" || mayBeShown;
  requireAll([!isNamed && "the attempt", !yes && !asked && confirmation], asked);
}

function wordOf({ accepted, notApplied, withdrawn, paidOut }: ReconcileFlags): Word | null {
  if (accepted === true) return "accepted";
  if (notApplied === true) return "not-applied";
  if (withdrawn === true) return "withdrawn";
  return paidOut === true ? "paid-out" : null;
}

function parseWait(text: string): number {
  const seconds = Number(text);
  if (!/^[0-9]+$/.test(text) || seconds < 1 || seconds > 86_400) {
    throw new InvalidArgumentError("It is a number of seconds from 1 to 86400.");
  }
  return seconds;
}
