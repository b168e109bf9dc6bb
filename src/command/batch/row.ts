import { type Category, findCategory } from "../../api/legacy/categories.ts";
import { parseCurrency } from "../../domain/currency.ts";
import {
  type BadText,
  type Comment,
  noText,
  parseComment,
  parseReason,
  parseTicket,
  type Reason,
  type Ticket,
} from "../../domain/free-text.ts";
import { decimalText, parseAmount } from "../../domain/money.ts";
import { refundKinds } from "../../domain/refund-kind.ts";
import {
  type LineItemId,
  type OrderNumber,
  readLineItemId,
  readOrderNumber,
} from "../../domain/order-number.ts";
import { type ItemWish, parseItemWish, type Wish } from "../../domain/wish.ts";
import { badCharacter } from "./cell-text.ts";

/** The columns of a CSV file, and the keys of an NDJSON line; every other name is an error. */
export const columns = [
  ...(["kind", "order", "lineitem", "amount", "currency", "items"] as const),
  ...(["reason", "category", "comment", "ticket", "id"] as const),
];

export type Column = (typeof columns)[number];

/** What may stand in the column `kind`. */
export const kinds = [...refundKinds, "legacy"] as const;

/** One record as it was read; what is empty is left out. */
export type Fields = Readonly<Partial<Record<Column, string>>>;

/** A refund that a row asks for, through either API. Plain data, so that it can be kept on disk. */
export type Row = OrderRow | LegacyRow;

interface CommonRow {
  /** What the file calls it; null when it has no name of its own. */
  readonly id: string | null;
  readonly comment: Comment;
  readonly ticket: Ticket | null;
}

export interface OrderRow extends CommonRow {
  readonly api: "rpc6";
  /** At most one row of a file is about it. */
  readonly number: OrderNumber;
  readonly wish: Wish;
  /** Decimal text with the currency's own digits; null when the row does not say what it comes to. */
  readonly amount: string | null;
  /** Null when the row does not say. */
  readonly currency: string | null;
  readonly reason: Reason;
}

export interface LegacyRow extends CommonRow {
  readonly api: "legacy";
  /** At most one row of a file is about it. */
  readonly number: LineItemId;
  readonly category: number;
}

/** What the account allows in a row. */
export interface RowRules {
  /** Null when none are configured: any text is a reason then. */
  readonly reasons: readonly string[] | null;
  readonly defaultReason: string | null;
}

/** A row, or every cause why it is none, each a sentence without its full stop. */
export type ParsedRow = { readonly row: Row } | { readonly causes: readonly string[] };

/** Reads a record. All that is wrong with it is told at once. */
export function parseRow(fields: Fields, rules: RowRules): ParsedRow {
  const causes: string[] = [];
  const need = (column: Column): string => {
    const value = fields[column];
    if (value === undefined) causes.push(`${column} is missing`);
    return value ?? "";
  };
  for (const column of columns) {
    const complaint = badCharacter(fields[column] ?? "", { breaks: column === "comment" });
    if (complaint !== null) causes.push(`${column} ${complaint}`);
  }
  const kind = need("kind").toLowerCase();
  const common = {
    id: fields.id ?? null,
    comment: checkedText("comment", parseComment(fields.comment ?? "")) ?? noText,
    ticket: fields.ticket === undefined ? null : checkedText("ticket", parseTicket(fields.ticket)),
  };
  const row = rowOfKind();
  return row === null || causes.length > 0 ? { causes } : { row };

  function rowOfKind(): Row | null {
    switch (kind) {
      case "total":
        forbid("lineitem", "items");
        return orderRow({ kind });
      case "lineitem":
        forbid("items");
        return orderRow({ kind, line: need("lineitem") });
      case "partial":
        forbid("lineitem");
        return orderRow({ kind, items: readItems(), amount: null });
      case "legacy":
        forbid("order", "amount", "currency", "items", "reason");
        return legacyRow();
      case "":
        return null;
      default:
        causes.push(`kind "${kind}" is not one of ${kinds.join(", ")}`);
        return null;
    }
  }

  function checkedText<T extends string>(name: string, parsed: T | BadText): T | null {
    if (typeof parsed === "string") return parsed;
    causes.push(`the ${name} ${parsed.reason}`);
    return null;
  }

  /** A value that would be passed over in silence may be the one that was meant. */
  function forbid(...names: readonly Column[]): void {
    for (const name of names) {
      if (fields[name] !== undefined) causes.push(`a row of kind ${kind} takes no ${name}`);
    }
  }

  function orderRow(wish: Wish): OrderRow | null {
    forbid("category");
    const number = numberOf("order", readOrderNumber);
    const stated = readAmount(wish);
    const own = fields.amount === undefined ? null : stated.amount;
    if (wish.kind === "partial" && wish.items.length === 0 && own === null) {
      causes.push("a partial refund needs items or an amount");
    }
    const reason = readReason();
    if (number === null) return null;
    return {
      ...common,
      api: "rpc6",
      number,
      reason,
      ...stated,
      wish: wish.kind === "partial" ? { ...wish, amount: own } : wish,
    };
  }

  function legacyRow(): LegacyRow | null {
    const number = numberOf("lineitem", readLineItemId);
    const name = need("category");
    const category = findCategory(name);
    if (name !== "" && category === null) causes.push(`"${name}" is not a refund category`);
    const comment = legacyComment(category);
    if (number === null || category === null) return null;
    return { ...common, comment, api: "legacy", number, category: category.id };
  }

  /** The call needs a comment: the category's name when there is none. */
  function legacyComment(category: Category | null): Comment {
    const comment = common.comment || categoryComment(category);
    if (comment.length > 5_000) causes.push("the comment is longer than 5000 characters");
    if (/[<>]/.test(comment)) causes.push("the comment must not contain < or >");
    return comment;
  }

  function numberOf<T extends string>(column: Column, read: (text: string) => T | null): T | null {
    const text = need(column);
    const number = read(text);
    if (text !== "" && number === null) causes.push(`${column} "${text}" must be digits only`);
    return number;
  }

  function readItems(): readonly ItemWish[] {
    const items = (fields.items ?? "").split(";").map((text) => text.trim());
    const named = new Set<string>();
    return items.flatMap((text) => {
      if (text === "") return [];
      const item = parseItemWish(text);
      if (item === null) {
        causes.push(`item "${text}" must be written like PRO-1Y:1:9.90`);
        return [];
      }
      if (named.has(item.line)) causes.push(`items names line ${item.line} twice`);
      named.add(item.line);
      return [item];
    });
  }

  /** What the row says it comes to: its amount, or the sum of its items where each has one. */
  function readAmount(wish: Wish): Pick<OrderRow, "amount" | "currency"> {
    const { amount: text, currency: code } = fields;
    const currency = parseCurrency(code);
    if (code !== undefined && currency === null) {
      causes.push(`currency "${code}" is not an ISO 4217 code`);
    }
    const items = wish.kind === "partial" ? wish.items : [];
    const texts = items.flatMap(({ amount }) => (amount === null ? [] : [amount]));
    if (code === undefined && (text !== undefined || texts.length > 0)) {
      causes.push("an amount needs a currency");
    }
    if (currency === null) return { amount: null, currency: null };
    const read = (each: string): bigint => {
      const amount = parseAmount(each, currency);
      if ("reason" in amount) {
        causes.push(`amount ${amount.reason.replace(", but the order", ", but the row")}`);
        return 0n;
      }
      if (amount.minor === 0n) causes.push("an amount must be more than zero");
      return amount.minor;
    };
    const parts = texts.map(read);
    const sum =
      parts.length > 0 && parts.length === items.length
        ? parts.reduce((total, minor) => total + minor, 0n)
        : null;
    const own = text === undefined ? null : read(text);
    if (own !== null && sum !== null && own !== sum) {
      causes.push("the amount differs from the sum of the items");
    }
    const minor = own ?? sum;
    return { amount: minor === null ? null : decimalText({ minor, currency }), currency };
  }

  function readReason(): Reason {
    const reason = fields.reason ?? rules.defaultReason;
    if (reason === null) {
      causes.push("reason is missing");
      return noText;
    }
    if (rules.reasons !== null && !rules.reasons.includes(reason)) {
      causes.push(`"${reason}" is not one of the refund reasons: ${rules.reasons.join(", ")}`);
    }
    return checkedText("reason", parseReason(reason)) ?? noText;
  }
}

function categoryComment(category: Category | null): Comment {
  const comment = parseComment(category?.name ?? "");
  return typeof comment === "string" ? comment : noText;
}
