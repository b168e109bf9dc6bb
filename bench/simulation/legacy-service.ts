import type { Heard } from "./calls.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import type { Shop } from "./rpc-service.ts";
import { saleAnswer } from "./sale-answer.ts";
import {
  type Claim,
  type LegacySaying,
  legacySayings,
  truthfully,
  wellDone,
  type Wire,
} from "./sayings.ts";
import { isLegacyLineItem, merchant } from "./shop.ts";
import type { ReadFault, Visit } from "./visit.ts";

export function isLegacyUser(authorization: string): boolean {
  const basic = Buffer.from(`${merchant.legacyUser}:${merchant.legacyPassword}`);
  return authorization === `Basic ${basic.toString("base64")}`;
}

export const unauthorized: Wire = { tag: "body", status: 401, body: () => "" };

/** Refunds a line item whole, once. */
export function refundLineItem(
  shop: Shop,
  visit: Visit,
  body: string,
  openOn: (number: string) => readonly RecordedAttempt[],
  { calls }: Heard,
): Wire {
  const form = new URLSearchParams(body);
  const number = form.get("lineitem_id") ?? "";
  const comment = form.get("comment") ?? "";
  const open = openOn(number);
  const own = open.filter((each) => each.comment === comment).at(-1);
  visit.onMoneyCall();
  const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
  const doneBefore = shop.ledger.of(number).length > 0;
  const madeBefore = shop.ledger.entries().length;
  const entry =
    fate.executed && isLegacyLineItem(number) && !doneBefore
      ? shop.ledger.add({
          api: "legacy",
          number,
          amount: null,
          lines: "",
          references: [],
          by: "us",
          comment,
          at: shop.clock.truth(),
        })
      : null;
  if (entry !== null) visit.onExecuted();
  const truth: LegacySaying =
    entry !== null
      ? "answer OK"
      : doneBefore
        ? "answer NOTHING_TO_DO"
        : "answer undocumented error";
  const says = fate.says === truthfully || !(fate.says in legacySayings) ? truth : fate.says;
  const saying: { readonly claim: Claim; readonly wire: Wire } =
    legacySayings[says as LegacySaying];
  calls.push({
    visit: visit.id,
    api: "legacy",
    number,
    comment,
    fate,
    entry,
    attempt: own?.id ?? null,
    beside: open.filter((each) => each !== own).map(({ id }) => id),
    madeBefore,
    claim: saying.claim,
    said: says,
  });
  return saying.wire;
}

/** A sale with its invoices and comments, or that there is none. */
export function readSale(
  { ledger }: Shop,
  visit: Visit,
  query: string,
  faults: Readonly<Record<Exclude<ReadFault, "fine">, Wire>>,
): Wire {
  const fault = visit.reads[visit.readCalls++] ?? "fine";
  if (fault !== "fine") return faults[fault];
  const id = new URLSearchParams(query).get("sale_id") ?? "";
  const refunded = (number: string) => ledger.of(number).length > 0;
  const { status, value } = saleAnswer(id, refunded);
  return { tag: "body", status, body: () => JSON.stringify(value) };
}
