/** What must never be, each by its own name. */
export const invariants = {
  twice: "a refund was made twice, and nobody asked for it with --again",
  "again-twice": "one --again allowed more than one repeat",
  overpaid: "more was refunded than was paid, without --again or --skip-checks",
  unrecorded: "a request to refund left before its attempt stood in the journal",
  "sent-again": "one attempt's request left twice",
  "sent-though-blocked": "a request left while another attempt on its order was unresolved",
  "withdrawn-though-it-stands":
    "called withdrawn, and nothing that may prove it says so: the refund is not cancelled",
  "withdrawn-without-proof": "called withdrawn where the rules leave it accepted",
  "needlessly-unclear": "the one refund that can have been cancelled was, and it is not withdrawn",
  "unclear-unsaid": "which refund was cancelled is not clear, and the run did not say so",
  "cancellation-misnamed": "the outcome of a cancellation is not what its answer comes to",
  "processed-though-not-paid": "called paid out, and it was not",
  "processed-without-look": "called paid out, and nobody was shown what proves it",
  "processed-forgotten": "that it was paid out was seen, and is not known any more",
  "paid-out-unsaid": "the order shows that it was paid out, and a look did not find it",
  "paid-twice-unsaid":
    "a withdrawn refund was paid out beside its repeat, and status does not say so",
  "row-begun-again": "a row of a batch was refunded again after its refund was withdrawn",
  "status-disagrees": "`refund status` does not agree with the journal",
  "sale-ignored": "the sale does not have the line item or was not read, and it was refunded",
  lost: "a refund was made by us and the journal knows of no attempt for it",
  "denied-though-made": "called refused, not sent or not applied, and it was made",
  "accepted-though-not-made": "called accepted, and it was not made",
  "settled-after-loss":
    "an answer was lost, and yet the attempt was settled as refused or not sent",
  "not-reopened":
    "2Checkout says that a refund is pending, and the attempt that it said FALSE to stays refused",
  "refused-after-repeat":
    "the automatic repeat was not answered TRUE, and yet the run called it refused",
  "unknown-after-true": "2Checkout said TRUE, and the run called it something else",
  "exit-code": "the exit code is not that of the outcome",
  "program-fault": "exit 1 for anything but the journal",
  "no-document": "with --json, stdout was not JSON",
  leak: "a secret was printed or journalled",
  raw: "a control character was printed raw",
  unbounded: "an API's words were kept without a bound",
  hang: "a run did not end in time",
  deaf: "a run did not hear its signals",
  "not-whole": "after a clean exit the journal's one file does not hold everything",
  "damage-unnoticed": "the journal went back in time, and a refund went out",
  "damage-in-flight-unsaid": "the journal lost an outcome in flight, and the run did not say so",
  "false-alarm": "nothing had happened to the journal, and a run would not use it",
  "check-disagrees": "`refund journal check` does not agree with the runs about the journal",
  "stale-confirmation": "what was confirmed had changed, and nobody was asked again",
  "kept-for-good": "an outcome that a machine kept in a file was not written by a later run there",
  locked: "an attempt could not be settled by anybody",
  "shown-but-unsettled": "the order shows the refund, and reconcile did not settle it",
  "needlessly-unknown": "nothing went wrong, and the outcome is unknown",
} as const;

export type Invariant = keyof typeof invariants;

/** Those of some names that name one. */
export function invariantsNamed(names: readonly string[]): ReadonlySet<Invariant> {
  return new Set(names.filter((name): name is Invariant => name in invariants));
}

/** One invariant did not hold. */
export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, what: string) {
    super(`${invariant}: ${invariants[invariant]}\n  ${what}`);
    this.invariant = invariant;
  }
}
