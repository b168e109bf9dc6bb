import type { OrderNumber } from "../../domain/order-number.ts";
import type { CommonFlags } from "../../flags.ts";
import type { Host } from "../../program/host.ts";
import { type ExitCode, exitCode, guideExitCode } from "../../render/exit-code.ts";
import { paintOutcome } from "../../render/outcome-word.ts";
import { renderRefund } from "../../render/refund-outcome.ts";
import { nothing, safe, writeTo } from "../../safe-text.ts";
import { inputOf, type RefundFlags } from "../refund/refund-flags.ts";
import { firstContact } from "./first-contact.ts";
import { guideRefund, isNotFound, notFoundText, wantsAnother } from "./guide.ts";
import { tellUnresolved } from "./tell-unresolved.ts";

/** What `refund <refno>` takes. */
export type GuideFlags = CommonFlags &
  Pick<RefundFlags, "reason" | "comment" | "ticket" | "dryRun" | "expectEmail">;

/** One refund after another, until the agent has had enough. */
export async function guideAll(
  orderNumber: OrderNumber | undefined,
  flags: GuideFlags,
  host: Host,
): Promise<ExitCode> {
  const way = await host.inRun(flags, firstContact);
  if (way === "leave") return exitCode({ tag: "cancelled" });
  return way === "stand-in"
    ? guideEach(undefined, { ...flags, sandbox: true }, host)
    : guideEach(orderNumber, flags, host);
}

async function guideEach(
  orderNumber: OrderNumber | undefined,
  flags: GuideFlags,
  { context, inRun, screens }: Host,
): Promise<ExitCode> {
  const both = await screens(flags);
  const nothingSent = paintOutcome("cancelled", "Nothing was sent.", both.stderr.paint);
  const codes: ExitCode[] = [];
  let isAnother: boolean | null = true;
  let isTold = false;
  let said = inputOf(flags);
  for (let first = orderNumber; ; first = undefined) {
    // Each in its own run, because Ctrl-C no longer ends a run once a refund was sent.
    const next = await inRun(flags, async (run) => {
      if (isAnother === null && !(await wantsAnother(run))) return null;
      if (codes.length === 0 && !isTold) await tellUnresolved(run, both.nextCommand);
      isTold = true;
      return guideRefund({ ...said, orderNumber: first }, run, both.nextCommand);
    });
    if (next === null) break;
    const isWrongNumber = typeof next === "object" && isNotFound(next);
    // What the command line said of the first order and its customer is not said of the next one.
    if (!isWrongNumber) said = inputOf({ dryRun: flags.dryRun === true });
    isAnother = next === "another" || isWrongNumber ? true : null;
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
    if (isWrongNumber) writeTo(context.stderr, notFoundText(next, both.nextCommand));
  }
  return guideExitCode(codes);
}
