/** The refund categories of `refund_lineitem`. 7 is for 2Checkout's own use and is refused. */
export interface Category {
  readonly id: number;
  readonly name: string;
}

const internalCategory = 7;

const names: readonly string[] = [
  "Did not receive order",
  "Did not like item",
  "Item(s) not as described",
  "Fraud",
  "Other",
  "Item not available",
  "Do Not Use (Internal use only)",
  "No response from merchant",
  "Recurring last installment",
  "Cancellation",
  "Billed in error",
  "Prohibited product",
  "Service refunded at merchants request",
  "Non delivery",
  "Not as described",
  "Out of stock",
  "Duplicate",
];

/** Those a merchant may use, by id. */
export const categories: readonly Category[] = names
  .map((name, index) => ({ id: index + 1, name }))
  .filter(({ id }) => id !== internalCategory);

/** Finds a category by id, or by name in any case; null if there is none. */
export function findCategory(text: string): Category | null {
  const wanted = text.trim().toLowerCase();
  return (
    categories.find(({ id, name }) => String(id) === wanted || name.toLowerCase() === wanted) ??
    null
  );
}
