import type { Fault, FaultKind } from "../../src/sandbox/faults.ts";
import type { RefundsShape } from "../../src/sandbox/refunds-shape.ts";

/** One refund with one thing going wrong. */
export interface Scenario {
  readonly kind: RefundOfKind;
  readonly trouble: Trouble;
  readonly refundsShape: RefundsShape;
  readonly pendingShown: boolean;
}

export interface RefundOfKind {
  readonly name: string;
  readonly api: "rpc6" | "legacy";
  /** The order or line item whose ledger entries count. */
  readonly number: string;
  readonly argv: readonly string[];
}

export interface Trouble {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Nothing listens at the endpoint. */
  readonly unreachable?: true;
  /** Somebody refunds another amount in the control panel after the order was read. */
  readonly somebodyElse?: true;
  /** Somebody refunds the very same amount there: an order cannot show whose it was. */
  readonly sameAmountElsewhere?: true;
  /** The service refunds and then answers that it did not. */
  readonly untrue?: true;
  readonly apis: readonly ("rpc6" | "legacy")[];
}

const order = "73152871";
const common = ["--reason", "Other", "--yes", "--json"];

export const kinds: readonly RefundOfKind[] = [
  { name: "total", api: "rpc6", number: order, argv: ["total", order, ...common] },
  {
    name: "partial by line",
    ...{ api: "rpc6", number: order },
    argv: ["partial", order, "--item", "PRO-1Y", ...common],
  },
  {
    name: "partial by pieces",
    ...{ api: "rpc6", number: order },
    argv: ["partial", order, "--item", "SEAT:2", ...common],
  },
  {
    name: "partial by amount",
    ...{ api: "rpc6", number: order },
    argv: ["partial", order, "--amount", "26.00", ...common],
  },
  {
    name: "lineitem",
    ...{ api: "rpc6", number: order },
    argv: ["lineitem", "PRO-1Y", "--order", order, ...common],
  },
  {
    name: "legacy lineitem",
    ...{ api: "legacy", number: "1234567890" },
    argv: ["lineitem", "1234567890", "--legacy", "--category", "16", "--yes", "--json"],
  },
];

const shapes: readonly RefundsShape[] = [
  ...(["list", "map", "total-only", "negative", "status", "null", "opaque"] as const),
];

const both = ["rpc6", "legacy"] as const;
const rpc = ["rpc6"] as const;

/** On the refund itself; the legacy call is asked again after a loss, so its troubles come thrice. */
const onRefund: readonly (readonly [FaultKind, Trouble["apis"]])[] = [
  ...(["drop-before", "drop-after", "hang-before", "hang-after"] as const).map(forBoth),
  ...(["500-before", "500-after", "503-before", "503-after", "429"] as const).map(forBoth),
  ...(["html-before", "html-after", "truncated-before", "truncated-after"] as const).map(forBoth),
  ...(["half-json-after", "empty-before", "empty-after", "redirect", "huge"] as const).map(forBoth),
  ...(["null-before", "null-after", "false-before", "wrong-id-before"] as const).map(forRpc),
  ...(["wrong-id-after", "expire-session", "internal-error-before"] as const).map(forRpc),
  ...(["internal-error-after", "unknown-error"] as const).map(forRpc),
  ...(["false-after", "unknown-error-after"] as const).map(forBoth),
];

/** They refund, and then answer as if they had not. */
const untrue: readonly FaultKind[] = ["false-after", "unknown-error-after"];

function forBoth(kind: FaultKind) {
  return [kind, both] as const;
}

function forRpc(kind: FaultKind) {
  return [kind, rpc] as const;
}

const refundMethod = { rpc6: "issueRefund", legacy: "refund_lineitem" } as const;

/** Every trouble that may befall a refund of an API. */
export function troublesOf(api: "rpc6" | "legacy"): readonly Trouble[] {
  const method = refundMethod[api];
  const once: readonly Trouble[] = onRefund
    .filter(([, apis]) => apis.includes(api))
    .map(([kind, apis]) => ({
      ...{ name: kind, faults: [{ kind, method }], apis },
      ...(untrue.includes(kind) ? { untrue: true } : {}),
    }));
  const always: readonly Trouble[] = (["drop-before", "500-after", "hang-after"] as const).map(
    (kind) => ({
      name: `${kind}, always`,
      faults: [{ kind, method, times: Infinity }],
      apis: both,
    }),
  );
  const reads: readonly Trouble[] = (
    ["drop-before", "500-before", "429", "expire-session"] as const
  ).map((kind) => ({
    name: `${kind} on the read`,
    faults: [{ kind, method: "getOrder" } as const],
    apis: rpc,
  }));
  const elsewhere: readonly Trouble[] = [
    {
      name: "somebody else's refund, then drop-before",
      faults: [{ kind: "drop-before", method }],
      ...{ somebodyElse: true, apis: rpc },
    },
    {
      name: "somebody else's refund of the same amount, then drop-before",
      faults: [{ kind: "panel-then-drop", method }],
      ...{ sameAmountElsewhere: true, apis: rpc },
    },
  ];
  const unreachable: Trouble = { name: "unreachable", faults: [], unreachable: true, apis: both };
  const slow: Trouble = {
    ...{ name: "slow", apis: both },
    faults: [{ kind: "slow", method, afterMs: 30 }],
  };
  const all = [noTrouble, unreachable, slow, ...once, ...always, ...reads, ...elsewhere];
  return all.filter(({ apis }) => apis.some((candidate) => candidate === api));
}

const noTrouble: Trouble = { name: "none", faults: [], apis: both };

/** A repeatable stream of numbers from 0 up to 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every kind with every trouble first, then at random, each with a shape in which refunds are shown. */
export function scenarios(count: number, random: () => number): readonly Scenario[] {
  const every = kinds.flatMap((kind) => troublesOf(kind.api).map((trouble) => ({ kind, trouble })));
  return Array.from({ length: count }, (_, index) => {
    const pick = index < every.length ? index : Math.floor(random() * every.length);
    const refundsShape = shapes[Math.floor(random() * shapes.length)] ?? "list";
    const scenario = every[pick] ?? { kind: kinds[0], trouble: noTrouble };
    return { ...scenario, refundsShape, pendingShown: random() < 0.5 } as Scenario;
  });
}
