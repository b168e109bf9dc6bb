import type { RpcAccount } from "../../api/account.ts";
import { rpcBody } from "../../api/rpc6/envelope.ts";
import { refundParams } from "../../api/rpc6/issue-refund.ts";
import { moneyText } from "../../domain/money.ts";
import type { RefundRequest } from "../../domain/refund-request.ts";
import type { Naming } from "../../journal/naming.ts";
import { nothingSent, planned, type PlannedRequest, type RefundEnd } from "../../outcome.ts";
import { renderPreview } from "../../render/preview.ts";
import { safe, type SafeText } from "../../safe-text.ts";
import { commentWarnings } from "../comment.ts";
import type { CheckedPlan } from "./check-order.ts";
import { amountMismatch, confirmRefund } from "./confirm.ts";
import type { RefundTask } from "./refund-task.ts";

type Answer =
  | { readonly tag: "ended"; readonly end: RefundEnd }
  /** `asked`: somebody was, so that time has gone by. */
  | { readonly tag: "confirmed"; readonly asked: boolean };

interface Confirming extends Pick<Naming, "shortNames"> {
  /** Whether something else was confirmed before. */
  readonly changed: boolean;
}

/** Shows what would happen and has it confirmed; a dry run ends here. @throws UsageError, Cancelled */
export async function confirmPlan(
  { plan, preview }: CheckedPlan,
  { input, run, account, comment, ask }: RefundTask,
  { changed, shortNames }: Confirming,
): Promise<Answer> {
  const { talk } = run;
  const { request } = plan;
  if (changed && !input.yes) talk.show(changedText);
  if (!input.yes || !talk.quiet) {
    const names = await shortNames(preview.attempts.map(({ id }) => id));
    talk.show(renderPreview({ ...preview, shortNames: names }, talk.screen));
  }
  for (const warning of [...commentWarnings(comment), ...plan.warnings]) talk.warn(warning);
  const refusal = amountMismatch(request.amount, input);
  if (refusal !== null) return { tag: "ended", end: nothingSent("refused", refusal) };
  if (input.dryRun) return { tag: "ended", end: planned(plannedRequest(account, request)) };
  const what = refundWords(preview);
  return {
    tag: "confirmed",
    asked: await confirmRefund(request.amount, what, input, { run, ask }),
  };
}

/** What a yes means, for an agent from whose screen the rest has scrolled away. */
function refundWords({ order, plan, settings, account }: CheckedPlan["preview"]): SafeText {
  const { name, company, email } = order.customer;
  const who = [name ?? company, email].filter((part) => part !== null).join(", ");
  const customer = who === "" ? "customer unknown" : who;
  const at = settings.rpc.realm === "sandbox" ? "the STAND-IN" : `account ${account}`;
  return safe`Refund ${moneyText(plan.request.amount)} of order ${order.number} (${customer}) at ${at}?`;
}

const changedText = safe`\nThe order or its refunds changed in the meantime. Please check again:`;

function plannedRequest(account: RpcAccount, request: RefundRequest): PlannedRequest {
  const body = rpcBody(0, "issueRefund", ["***", ...refundParams(request)]);
  return { method: "POST", url: account.url.href, body };
}
