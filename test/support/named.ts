import {
  type LineItemId,
  type OrderNumber,
  readLineItemId,
  readOrderNumber,
} from "../../src/domain/order-number.ts";

/** The number of an order, as the program reads one. */
export function orderNumber(text: string): OrderNumber {
  return read(text, readOrderNumber);
}

export function lineItemId(text: string): LineItemId {
  return read(text, readLineItemId);
}

function read<T>(text: string, reader: (text: string) => T | null): T {
  const found = reader(text);
  if (found === null) throw new Error(`"${text}" is not digits`);
  return found;
}
