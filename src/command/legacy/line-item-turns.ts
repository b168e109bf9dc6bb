import type { Category } from "../../api/legacy/categories.ts";
import type { Comment } from "../../domain/free-text.ts";
import type { LineItemId } from "../../domain/order-number.ts";
import type { SaleId } from "../../domain/sale-id.ts";
import type { Turn } from "../../prompt/turns.ts";
import type { Run } from "../run.ts";
import {
  chooseCategory,
  chooseLegacyComment,
  chooseLineItemId,
  chooseSaleId,
} from "./choose-line-item.ts";

/** What the command line says of a refund of a line item; the rest is asked. */
interface Given {
  readonly lineItemId: string | undefined;
  readonly sale: string | undefined;
  readonly category: string | undefined;
  readonly comment: Comment | null;
  readonly yes: boolean;
}

/** What the agent said so far, on the command line or at a question. */
interface Said {
  readonly lineItemId: LineItemId | null;
  readonly saleId: SaleId | null;
  readonly category: Category | null;
  readonly comment: Comment | null;
}

export const nothingSaid: Said = { lineItemId: null, saleId: null, category: null, comment: null };

/** Which line item, on which sale, why, and what the customer reads, in this order. */
export function lineItemTurns(given: Given, run: Run): readonly Turn<Said>[] {
  return [
    async (said, ask) => ({
      ...said,
      lineItemId: await chooseLineItemId(given.lineItemId, { ...run, questions: ask }),
    }),
    async (said, ask) => ({
      ...said,
      saleId: await chooseSaleId(given.sale, given, { ...run, questions: ask }),
    }),
    async (said, ask) => ({
      ...said,
      category: await chooseCategory(given.category, { ...run, questions: ask }),
    }),
    async (said, ask) => {
      const { category } = requireCategory(said);
      const comment = await chooseLegacyComment(given, category, { ...run, questions: ask });
      return { ...said, comment };
    },
  ];
}

/** All of it, once every turn was taken. */
export function requireAllSaid(said: Said) {
  const { lineItemId, saleId, comment } = said;
  const { category } = requireCategory(said);
  if (lineItemId === null || comment === null) throw new Error(tooEarly);
  return { lineItemId, saleId, category, comment };
}

function requireCategory({ category }: Said): { readonly category: Category } {
  if (category === null) throw new Error(tooEarly);
  return { category };
}

const tooEarly = "A refund of a line item was to be made before everything was said.";
