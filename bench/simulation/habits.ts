/** How the simulated 2Checkout behaves where the vendor's pages leave it open. */
export interface Habits {
  /** Whether a refunded order still reads as it was sold, or less what was refunded. */
  readonly reads: "gross" | "net";
  /** When `Refunds` tells of a refund. */
  readonly shows: "at once" | "late" | "never";
  readonly shape: "with lines" | "without lines" | "map" | "unreadable";
  /** A second refund is refused while one is pending; each is pending for a day. */
  readonly onePending: boolean;
  /** More than was paid is refused. */
  readonly limits: boolean;
  /** A login with a date that is minutes off is refused. */
  readonly checksClock: boolean;
  /** Every answer ends its connection. */
  readonly closes: boolean;
  /** Whether `Refunds` still lists a refund that was cancelled or declined, and says so. */
  readonly undone: "listed" | "dropped";
  /** Which of an order's pending refunds `cancelRefund` cancels. */
  readonly cancels: "the newest" | "the oldest";
  /** Whether a refund that is paid out gets an invoice. */
  readonly invoices: "one each" | "none";
  /** What an order turns into after it was refunded whole; the latter with negative money, days later. */
  readonly ends: "REFUND" | "REVERSED";
}

export const plainHabits: Habits = {
  reads: "gross",
  shows: "at once",
  shape: "with lines",
  onePending: false,
  limits: false,
  checksClock: false,
  closes: false,
  undone: "dropped",
  cancels: "the newest",
  invoices: "one each",
  ends: "REFUND",
};

/** In these a refund can be seen, and told from another, as soon as it is made. */
export function showsEverything({ shows, shape }: Habits): boolean {
  return shows === "at once" && shape !== "unreadable";
}

/** For so long a refund is pending; one that is shown late is shown after that. */
export const pendingForMs = 24 * 3_600_000;

export function habitsText(habits: Habits): string {
  return [
    `orders read ${habits.reads}`,
    `refunds shown ${habits.shows} (${habits.shape})`,
    habits.onePending ? "one pending refund at a time" : "any number pending",
    habits.limits ? "never more than paid" : "no limit",
    ...(habits.checksClock ? ["checks the login's date"] : []),
    ...(habits.closes ? ["closes connections"] : []),
    `undone ones ${habits.undone}`,
    `cancels ${habits.cancels}`,
    habits.invoices === "none" ? "no refund invoices" : "a refund invoice each",
    `a refunded order ends as ${habits.ends}`,
  ].join(", ");
}
