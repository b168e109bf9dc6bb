/** What a refund takes: all that is left of an order, part of it, or one whole line. */
export const refundKinds = ["total", "partial", "lineitem"] as const;

export type RefundKind = (typeof refundKinds)[number];
