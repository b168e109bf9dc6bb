/** The columns of a batch's rows; the keys of a row in JSON alike. */
export const columns = [
  ...(["kind", "order", "lineitem", "amount", "currency", "items"] as const),
  ...(["reason", "category", "comment", "ticket", "id", "email", "refunded"] as const),
];

export type Column = (typeof columns)[number];

export function parseColumn(text: string): Column | null {
  const word = text.trim().toLowerCase();
  return columns.find((column) => column === word) ?? null;
}

/** What stands before the decimals of an amount; the other one groups thousands. */
export type DecimalSign = "." | ",";
