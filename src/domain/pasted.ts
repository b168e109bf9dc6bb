import type { AttemptId, BatchId } from "./attempt-id.ts";
import {
  type OrderNumber,
  readLineItemId,
  type LineItemId,
  readOrderNumber,
} from "./order-number.ts";
import { readSaleId, type SaleId } from "./sale-id.ts";
import { readTypedName, type TypedName } from "./typed-name.ts";

/**
 * Characters that come along when a number or an id is copied from a page or a mail: blanks, no-break and zero-width
 * ones included, direction marks, and the sign in `#73152871`.
 */
const around = /^[\s#\p{Cf}]+|[\s\p{Cf}]+$/gu;

function withoutSurroundings(text: string): string {
  return text.replaceAll(around, "");
}

/** What an order's number is called where it is copied from, as in `Order #73152871`, `(Order no. 73152871)` or `RefNo: 73152871`. */
const called =
  /^[\s\p{Cf}("'[]*(?:(?:order|ref(?:erence|no)?)\b[\s\p{Cf}.:]*)?(?:(?:no|nr|number)\b[\s\p{Cf}.:]*)?/iu;
const behind = /[\s\p{Cf}.,;:)"'\]]+$/u;

/** An order number, as typed or pasted, alone or with what it is called; null if it is not one. */
export function parseOrderNumber(text: string): OrderNumber | null {
  return readOrderNumber(withoutSurroundings(text.replace(called, "").replace(behind, "")));
}

/** The same for the id of a line item of the legacy API. */
export function parseLineItemId(text: string): LineItemId | null {
  return readLineItemId(withoutSurroundings(text));
}

/** The number of a legacy sale, alike. */
export function parseSaleId(text: string): SaleId | null {
  return readSaleId(withoutSurroundings(text));
}

/** The name of an attempt or a batch, or a part of one; null where it cannot be one. */
export function parseTypedName(text: string): TypedName | null {
  return readTypedName(withoutSurroundings(text));
}

/** An attempt's id as the journal has it; whether there is such an attempt, the journal knows. */
export function parseAttemptId(text: string): AttemptId {
  // There is nothing to prove: an id that nobody made names no attempt.
  return withoutSurroundings(text).toUpperCase() as AttemptId;
}

/** A batch's id, alike. */
export function parseBatchId(text: string): BatchId {
  return text.toUpperCase() as BatchId;
}
