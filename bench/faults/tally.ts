/** What the campaign promises, counted. The first five must stay 0. */
export interface Tally {
  trials: number;
  /** Refunds that the stand-in's ledger holds more than once for one wish. */
  twice: number;
  /** Requests to refund that reached the stand-in without an attempt in the journal. */
  lost: number;
  /** Said not sent, refused, blocked or failed, though the ledger holds the refund. */
  deniedThoughMade: number;
  /** Said accepted, though the ledger holds no such refund. */
  claimedThoughNotMade: number;
  /** Unknown with no trouble, or when nothing could have left. */
  needlesslyUnknown: number;
  /** The refund exists, the order shows it, and reconcile did not settle it. */
  shownButUnsettled: number;
  unknownAtFirst: number;
  unknownAfterReconcile: number;
  /** Accepted on the evidence of somebody else's refund of the very same amount: not to be told apart. */
  sameAmountElsewhere: number;
  /** Refused on the service's own word, which was not true, while the order showed nothing that contradicts it. */
  refusedOnItsWord: number;
}

export function emptyTally(): Tally {
  return {
    ...{ trials: 0, twice: 0, lost: 0, deniedThoughMade: 0, claimedThoughNotMade: 0 },
    ...{ needlesslyUnknown: 0, shownButUnsettled: 0, unknownAtFirst: 0, unknownAfterReconcile: 0 },
    ...{ sameAmountElsewhere: 0, refusedOnItsWord: 0 },
  };
}

/** What must stay 0. */
export const promises = [
  ...(["twice", "lost", "deniedThoughMade", "claimedThoughNotMade"] as const),
  ...(["needlesslyUnknown", "shownButUnsettled"] as const),
];

/** Those of the promises that were not kept. */
export function broken(tally: Tally): readonly string[] {
  return promises.filter((name) => tally[name] !== 0);
}

export function tallyText(title: string, tally: Tally): string {
  const rows = [
    ["trials", tally.trials],
    ["refunds made twice (must be 0)", tally.twice],
    ["attempts lost (must be 0)", tally.lost],
    ["called not-sent or refused though made (must be 0)", tally.deniedThoughMade],
    ["called accepted though not made (must be 0)", tally.claimedThoughNotMade],
    ["unknown without need (must be 0)", tally.needlesslyUnknown],
    ["shown by the order, not settled by reconcile (must be 0)", tally.shownButUnsettled],
    ["unknown at first", tally.unknownAtFirst],
    ["unknown after reconcile", tally.unknownAfterReconcile],
    ["accepted on somebody else's equal refund", tally.sameAmountElsewhere],
    ["refused on 2Checkout's own word, untrue, the order showing nothing", tally.refusedOnItsWord],
  ] as const;
  return [title, ...rows.map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)].join(
    "\n",
  );
}
