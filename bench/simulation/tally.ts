/** What a campaign did, and what it counts apart because no client could know better. */
export interface Tally {
  sequences: number;
  steps: number;
  runs: number;
  refunds: number;
  deaths: number;
  unknown: number;
  /** Called refused or not sent on 2Checkout's own word, which was not true, the order showing nothing. */
  deniedBy2Checkout: number;
  /** Called accepted on 2Checkout's own word, which was not true. */
  claimedBy2Checkout: number;
  /** Really cancelled by us, at 2Checkout. */
  cancelled: number;
  /** Called withdrawn at some time. */
  withdrawn: number;
  /** Called withdrawn on 2Checkout's own word or a person's, while it stood. */
  withdrawnUntruly: number;
  /** Requests to cancel of which 2Checkout said the opposite of what it did. */
  untrueCancels: number;
  /** Seen paid out. */
  paidOut: number;
  /** Settled by a person's word, which was not true. */
  untrueWords: number;
  /** Accepted on the evidence of an equal refund that somebody else made. */
  equalRefunds: number;
  /** Made twice, because one of the above had denied the first. */
  twiceAfterDenial: number;
  /** Connections to a shared journal that were cut, and crashes of its server. */
  cuts: number;
  crashes: number;
}

export function emptyTally(): Tally {
  return {
    sequences: 0,
    steps: 0,
    runs: 0,
    refunds: 0,
    deaths: 0,
    unknown: 0,
    deniedBy2Checkout: 0,
    claimedBy2Checkout: 0,
    cancelled: 0,
    withdrawn: 0,
    withdrawnUntruly: 0,
    untrueCancels: 0,
    paidOut: 0,
    untrueWords: 0,
    equalRefunds: 0,
    twiceAfterDenial: 0,
    cuts: 0,
    crashes: 0,
  };
}

export function addTally(to: Tally, from: Tally): void {
  for (const name of Object.keys(from) as (keyof Tally)[]) to[name] += from[name];
}

const words: readonly (readonly [keyof Tally, string])[] = [
  ["sequences", "sequences"],
  ["steps", "steps"],
  ["runs", "command lines"],
  ["refunds", "refunds really made by us"],
  ["deaths", "runs killed in the middle"],
  ["unknown", "attempts left unknown at first"],
  ["deniedBy2Checkout", "denied by 2Checkout itself, though made and not shown"],
  ["claimedBy2Checkout", "claimed by 2Checkout itself, though not made"],
  ["cancelled", "cancelled by us"],
  ["withdrawn", "attempts called withdrawn"],
  ["paidOut", "attempts seen paid out"],
  ["untrueCancels", "cancellations that 2Checkout itself told untruly"],
  ["withdrawnUntruly", "withdrawn on such a word or a person's, and not cancelled"],
  ["untrueWords", "settled by a person's untrue word"],
  ["equalRefunds", "accepted on somebody else's equal refund"],
  ["twiceAfterDenial", "made again after such a denial"],
  ["cuts", "connections to the database cut"],
  ["crashes", "crashes of the database server"],
];

/** Nothing to tell of where the journal is a file. */
const ofServers: readonly (keyof Tally)[] = ["cuts", "crashes"];

export function tallyText(title: string, tally: Tally): string {
  const told = words.filter(([name]) => tally[name] > 0 || !ofServers.includes(name));
  return [
    title,
    ...told.map(([name, text]) => `  ${String(tally[name]).padStart(7)}  ${text}`),
  ].join("\n");
}
