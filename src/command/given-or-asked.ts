import type { OrderNumber } from "../domain/order-number.ts";
import { parseOrderNumber } from "../domain/pasted.ts";
import { UsageError } from "../failure.ts";
import { safe, type SafeText } from "../safe-text.ts";
import { missing } from "./missing-input.ts";
import type { Run } from "./run.ts";

/** A value that a command needs. */
export interface Wanted<T extends string> {
  /** The name used in the error if it is missing and there is nobody to ask. */
  readonly name: string;
  readonly question: SafeText;
  readonly parse: (text: string) => T | null;
  readonly complaint: (text: string) => string;
}

/** A value from the command line, else from a question, else a usage error that names it. */
export async function givenOrAsked<T extends string>(
  given: string | undefined,
  { name, question, parse, complaint }: Wanted<T>,
  run: Run,
): Promise<T> {
  const check = (text: string) => (parse(text) === null ? complaint(text) : null);
  if (given === undefined && !run.talk.asks) throw missing([name], false);
  const text = given ?? (await (await run.questions()).text(question, { check }));
  const value = parse(text);
  if (value === null) throw new UsageError(complaint(text));
  return value;
}

export const wantedOrder: Wanted<OrderNumber> = {
  name: "the order number",
  question: safe`Order number:`,
  parse: parseOrderNumber,
  complaint: (text) => `"${text}" is not an order number. Order numbers are all digits.`,
};

/** The order number from the command line, or else from a question. @throws UsageError */
export async function chooseOrderNumber(given: string | undefined, run: Run): Promise<OrderNumber> {
  return givenOrAsked(given, wantedOrder, run);
}
