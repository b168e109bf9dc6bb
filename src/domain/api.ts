/** The two APIs of 2Checkout through which a refund can be made. */
export const apis = ["rpc6", "legacy"] as const;

export type Api = (typeof apis)[number];
