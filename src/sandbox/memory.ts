import { isObject } from "./json.ts";
import type { Refund, RefundedItem } from "./refund.ts";
import type { Memory, Session } from "./shop.ts";

/** The memory that was kept as JSON; null if the text is something else. */
export function parseMemory(value: unknown): Memory | null {
  if (!isObject(value)) return null;
  const { openedAt } = value;
  const sessions = each(value["sessions"], parseSession);
  const refunds = each(value["refunds"], parseRefund);
  if (typeof openedAt !== "number" || sessions === null || refunds === null) return null;
  return { openedAt, sessions, refunds };
}

function parseSession(value: Fields): Session | null {
  const { id, endsAt } = value;
  return typeof id === "string" && typeof endsAt === "number" ? { id, endsAt } : null;
}

function parseRefund(value: Fields): Refund | null {
  const { id, at, api, by, refNo, lineItemId, currency, amount } = value;
  const { reason, category, comment, settlesAt } = value;
  const items = each(value["items"], parseItem);
  const withdrawn = parseWithdrawn(value["withdrawn"]);
  const ok =
    typeof id === "string" &&
    typeof at === "number" &&
    (api === "rpc6" || api === "legacy") &&
    (by === "api" || by === "panel" || by === "shopper" || by === "past") &&
    isText(refNo) &&
    isText(lineItemId) &&
    typeof currency === "string" &&
    typeof amount === "number" &&
    items !== null &&
    isText(reason) &&
    isNumber(category) &&
    typeof comment === "string" &&
    isNumber(settlesAt) &&
    withdrawn !== undefined;
  if (!ok) return null;
  return {
    id,
    at,
    api,
    by,
    refNo,
    lineItemId,
    currency,
    amount,
    items,
    reason,
    category,
    comment,
    settlesAt,
    withdrawn,
  };
}

/** Undefined when it is neither. Files of earlier versions have no such thing. */
function parseWithdrawn(value: unknown): Refund["withdrawn"] | undefined {
  if (value === undefined || value === null) return null;
  const { as, at } = isObject(value) ? value : {};
  return (as === "cancelled" || as === "declined") && typeof at === "number"
    ? { as, at }
    : undefined;
}

function parseItem(value: Fields): RefundedItem | null {
  const { lineItemReference, productCode, quantity, amount } = value;
  return isText(lineItemReference) &&
    isText(productCode) &&
    typeof quantity === "number" &&
    typeof amount === "number"
    ? { lineItemReference, productCode, quantity, amount }
    : null;
}

type Fields = Readonly<Record<string, unknown>>;

/** Every element parsed, or null if one of them cannot be. */
function each<T>(value: unknown, parse: (fields: Fields) => T | null): T[] | null {
  if (!Array.isArray(value)) return null;
  const parsed = value.flatMap((element: unknown) => {
    const result = isObject(element) ? parse(element) : null;
    return result === null ? [] : [result];
  });
  return parsed.length === value.length ? parsed : null;
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}

function isNumber(value: unknown): value is number | null {
  return value === null || typeof value === "number";
}
