import type { CommonFlags } from "../../flags.ts";
import type { RefundOutcome } from "../../outcome.ts";
import type { Host } from "../../program/host.ts";
import type { Rendered } from "../../render/rendered.ts";
import type { RefundFlags } from "./refund-flags.ts";
import type { RefundOrderInput } from "./refund-order.ts";

export async function runRefund(
  host: Host,
  input: RefundOrderInput,
  flags: RefundFlags,
): Promise<Rendered> {
  const { refundOrder } = await import("./refund-order.ts");
  const render = await outcomeRenderer(host, flags);
  return render(await host.inRun(flags, (run) => refundOrder(input, run)));
}

/** Loaded before anything is sent, so that a failure to load cannot hide the outcome afterwards. */
export async function outcomeRenderer(
  { screens }: Host,
  flags: CommonFlags,
): Promise<(outcome: RefundOutcome) => Rendered> {
  const { renderRefund } = await import("../../render/refund-outcome.ts");
  const both = await screens(flags);
  return (outcome) => renderRefund(outcome, both, flags.json === true);
}
