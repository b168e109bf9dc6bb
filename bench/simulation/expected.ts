import type { MoneyCall } from "./calls.ts";

/** What a run was asked for and what its calls came to, as far as its outcome may depend on it. */
export interface Case {
  readonly api: "rpc6" | "legacy";
  readonly isTotal: boolean;
  /** The order shows a refund as soon as it is made. */
  readonly shown: boolean;
  readonly calls: readonly Pick<MoneyCall, "claim" | "entry" | "said">[];
}

/**
 * The outcomes that a run may have after exactly these answers. A row is read from the top; the first that
 * fits decides. It follows from all calls, never from the last alone.
 */
export function expectedOutcomes(about: Case): readonly string[] {
  return about.api === "rpc6" ? afterRefund(about) : afterLineItem(about);
}

/** issueRefund, and its one repeat after words that prove that nothing was done. */
function afterRefund({ calls, shown, isTotal }: Case): readonly string[] {
  const [first, repeat] = calls;
  const last = repeat ?? first;
  if (first === undefined || last === undefined) return ["not-sent"];
  if (last.claim === "made") return ["accepted"];
  if (shown && last.entry !== null && last.claim !== "denied") return ["accepted"];
  // Anything but TRUE to a repeat: the first may have been executed after all.
  if (repeat !== undefined)
    return shown && last.entry !== null ? ["accepted", "unknown"] : ["unknown"];
  switch (first.claim) {
    case "denied":
      if (isTotal && first.said === "answer total refund placed") return ["already-refunded"];
      // The order shows what the answer denies, so that may be about a copy of the request.
      return shown && first.entry !== null ? ["unknown"] : ["refused"];
    case "doubted":
      // One that proves that nothing was done is repeated; without that, it is not-sent.
      return isProofOfNothing(first.said) ? ["not-sent"] : ["refused"];
    case "made":
    case "unclear":
    case "done before":
      return ["unknown"];
  }
}

function isProofOfNothing(said: string): boolean {
  return said === "answer session refused" || said === "answer 429";
}

/** refund_lineitem, which may be asked again up to twice. */
function afterLineItem({ calls }: Case): readonly string[] {
  const last = calls.at(-1);
  if (last === undefined) return ["not-sent"];
  const before = calls.slice(0, -1);
  if (last.claim === "made") return ["accepted"];
  if (last.claim === "done before")
    return before.length === 0 ? ["already-refunded"] : ["accepted"];
  // After one lost call only those two settle it.
  if (calls.some(({ claim }) => claim === "unclear")) return ["unknown"];
  if (calls.some(({ claim }) => claim === "denied")) {
    return before.length === 0 ? ["refused"] : ["refused", "unknown"];
  }
  if (last.said === "answer 429") {
    return before.length === 0 ? ["not-sent"] : ["refused", "not-sent", "unknown"];
  }
  return ["refused", "unknown"];
}
