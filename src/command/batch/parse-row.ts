import { findCategory } from "../../api/legacy/categories.ts";
import { lineItemComment } from "../../api/legacy/line-item-comment.ts";
import {
  noText,
  parseComment,
  parseReason,
  parseTicket,
  type Reason,
} from "../../domain/free-text.ts";
import type { Column } from "../../domain/row-columns.ts";
import { readLineItemId, readOrderNumber } from "../../domain/order-number.ts";
import type { Wish } from "../../domain/wish.ts";
import { matchReason } from "../reason.ts";
import {
  type CommonRow,
  type Fields,
  type Kind,
  kinds,
  type LegacyRow,
  type OrderRow,
  type Row,
} from "./row.ts";
import { readAmount, readItems, readRefunded } from "./row-amount.ts";
import { checkCharacters, checkedText, type Draft, forbid, need, needNumber } from "./row-draft.ts";

/** What the account allows in a row. */
export interface RowRules {
  /** Null when none are configured: any text is a reason then. */
  readonly reasons: readonly string[] | null;
  readonly defaultReason: string | null;
}

/** A row, or every cause why it is none, each a sentence without its full stop. */
export type ParsedRow = { readonly row: Row } | { readonly causes: readonly string[] };

/** What a kind has no use for. */
const unused: Readonly<Record<Kind, readonly Column[]>> = {
  total: ["lineitem", "items", "category"],
  partial: ["lineitem", "category"],
  lineitem: ["items", "category"],
  legacy: ["order", "amount", "currency", "items", "reason", "email", "refunded"],
};

/** A workbook's names for a record's cells; null where they have none. */
type CellNames = (column: Column) => string | null;

const noCells: CellNames = () => null;

/** Reads a record. Reports every mistake at once. */
export function parseRow(fields: Fields, rules: RowRules, cellOf: CellNames = noCells): ParsedRow {
  const causes: string[] = [];
  const draft: Draft = {
    fields,
    complain: (cause, column) => {
      const cell = column === undefined ? null : cellOf(column);
      causes.push(cell === null ? cause : `${cell}: ${cause}`);
    },
  };
  checkCharacters(draft);
  const kind = readKind(draft);
  const common = readCommon(draft);
  if (kind === null) return { causes };
  forbid(draft, kind, unused[kind]);
  const row = kind === "legacy" ? legacyRow(draft, common) : orderRow(draft, common, kind, rules);
  return row === null || causes.length > 0 ? { causes } : { row };
}

function readKind(draft: Draft): Kind | null {
  const text = need(draft, "kind").toLowerCase();
  const kind = kinds.find((each) => each === text) ?? null;
  if (kind === null && text !== "") {
    draft.complain(`kind "${text}" is not one of ${kinds.join(", ")}`, "kind");
  }
  return kind;
}

function readCommon(draft: Draft): CommonRow {
  const { id = null, comment = "", ticket } = draft.fields;
  return {
    id,
    comment: checkedText(draft, "comment", parseComment(comment)) ?? noText,
    ticket: ticket === undefined ? null : checkedText(draft, "ticket", parseTicket(ticket)),
  };
}

function orderRow(
  draft: Draft,
  common: CommonRow,
  kind: Wish["kind"],
  rules: RowRules,
): OrderRow | null {
  const line = kind === "lineitem" ? need(draft, "lineitem") : "";
  const items = kind === "partial" ? readItems(draft) : [];
  const number = needNumber(draft, "order", readOrderNumber);
  const stated = readAmount(draft, items);
  const own = draft.fields.amount === undefined ? null : stated.amount;
  if (kind === "partial" && items.length === 0 && own === null) {
    draft.complain("a partial refund needs items or an amount", "amount");
  }
  const reason = readReason(draft, rules);
  const email = readEmail(draft);
  const refunded = readRefunded(draft, stated.currency);
  if (number === null) return null;
  const { id, comment, ticket } = common;
  const { amount, currency } = stated;
  const wish = wishOf();
  return {
    api: "rpc6",
    id,
    number,
    wish,
    amount,
    currency,
    reason,
    comment,
    ticket,
    email,
    refunded,
  };

  function wishOf(): Wish {
    switch (kind) {
      case "total":
        return { kind };
      case "lineitem":
        return { kind, line };
      case "partial":
        return { kind, items, amount: own };
    }
  }
}

function readReason(draft: Draft, { reasons, defaultReason }: RowRules): Reason {
  const reason = draft.fields.reason ?? defaultReason;
  if (reason === null) {
    draft.complain("reason is missing", "reason");
    return noText;
  }
  const match = matchReason(reason, reasons);
  if ("reason" in match) return checkedText(draft, "reason", parseReason(match.reason)) ?? noText;
  draft.complain(match.cause, "reason");
  return noText;
}

function readEmail({ fields, complain }: Draft): string | null {
  const { email } = fields;
  if (email === undefined) return null;
  if (!/^\S+@\S+$/.test(email)) complain(`email "${email}" is no e-mail address`, "email");
  return email;
}

function legacyRow(draft: Draft, common: CommonRow): LegacyRow | null {
  const number = needNumber(draft, "lineitem", readLineItemId);
  const name = need(draft, "category");
  const category = findCategory(name);
  if (name !== "" && category === null)
    draft.complain(`"${name}" is not a refund category`, "category");
  const comment = checkedText(draft, "comment", lineItemComment(common.comment, category));
  if (number === null || category === null || comment === null) return null;
  return { ...common, comment, api: "legacy", number, category: category.id };
}
