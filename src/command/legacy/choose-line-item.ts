import { categories, findCategory, type Category } from "../../api/legacy/categories.ts";
import { lineItemComment } from "../../api/legacy/line-item-comment.ts";
import type { Comment } from "../../domain/free-text.ts";
import type { LineItemId } from "../../domain/order-number.ts";
import { parseLineItemId, parseSaleId } from "../../domain/pasted.ts";
import type { SaleId } from "../../domain/sale-id.ts";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../domain/nearest.ts";
import { safe } from "../../safe-text.ts";
import { givenOrAsked, type Wanted } from "../given-or-asked.ts";
import { chooseComment } from "../comment.ts";
import { missing } from "../missing-input.ts";
import type { Run } from "../run.ts";

export const wantedLineItem: Wanted<LineItemId> = {
  name: "the line item id",
  question: safe`Line item id:`,
  parse: parseLineItemId,
  complaint: (text) => `"${text}" is not a legacy line item id. Those are all digits.`,
};

export async function chooseLineItemId(given: string | undefined, run: Run): Promise<LineItemId> {
  return givenOrAsked(given, wantedLineItem, run);
}

/** The sale that the line item is on, which may be left out; it is asked for where others are. @throws UsageError */
export async function chooseSaleId(
  given: string | undefined,
  { yes }: { readonly yes: boolean },
  run: Run,
): Promise<SaleId | null> {
  const complaint = (text: string) =>
    parseSaleId(text) === null ? `"${text}" is not a sale id, which is all digits.` : null;
  if (given === undefined) {
    if (yes || !run.talk.asks) return null;
    const ask = await run.questions();
    const text = await ask.text(safe`Sale id (optional; the sale is then shown first):`, {
      check: (typed) => (typed.trim() === "" ? null : complaint(typed)),
    });
    return text.trim() === "" ? null : parseSaleId(text);
  }
  const wrong = complaint(given);
  if (wrong !== null) throw new UsageError(`--sale: ${wrong}`);
  return parseSaleId(given);
}

export async function chooseCategory(given: string | undefined, run: Run): Promise<Category> {
  if (given === undefined && run.talk.asks) {
    const ask = await run.questions();
    return ask.search(
      safe`Category:`,
      categories.map((value) => ({ name: safe`${value.id} ${value.name}`, value })),
    );
  }
  if (given === undefined) throw missing(["--category"], false);
  const category = findCategory(given);
  if (category !== null) return category;
  const known = categories.map(({ id, name }) => `  ${id}  ${name}`).join("\n");
  const names = categories.map(({ name }) => name);
  const hint = didYouMean(given, names);
  throw new UsageError(`"${given}" is not a refund category.${hint} The categories:\n${known}`);
}

/** @throws UsageError */
export async function chooseLegacyComment(
  input: Parameters<typeof chooseComment>[0],
  category: Category,
  run: Run,
): Promise<Comment> {
  const given = await chooseComment(input, run, run.questions, `empty: ${category.name}`);
  const comment = lineItemComment(given, category);
  if (typeof comment === "string") return comment;
  throw new UsageError(`The comment ${comment.reason}.`);
}
