import * as z from "zod/mini";
import { problem } from "../../domain/problem.ts";
import type { Sale, SaleInvoice, SaleLineItem } from "../../domain/sale.ts";
import type { Answer, HttpRequest, SendOptions } from "../../transport/exchange.ts";
import type { Transport } from "../../transport/transport.ts";
import type { LegacyAccount } from "../account.ts";
import { failed, type Reading } from "../contract.ts";
import { discretionAbout } from "../discretion.ts";
import { parseJson } from "../../parse-json.ts";
import { answerLost, bodyKind, unanswered, unusableStatus } from "../no-answer.ts";
import { legacyHeaders, notAnApiUser, rejectedUser } from "./access.ts";
import { parseLegacyBody } from "./body.ts";

/** Reads a sale; moves no money, so it may be repeated. */
export async function readSale(
  account: LegacyAccount,
  transport: Transport,
  saleId: string,
  options: Pick<SendOptions, "signal"> = {},
): Promise<Reading<Sale>> {
  const { headers, secrets } = legacyHeaders(account);
  const url = new URL("sales/detail_sale", account.url);
  url.searchParams.set("sale_id", saleId);
  const request: HttpRequest = {
    method: "GET",
    url,
    headers,
    body: "",
    secrets,
    // It is about the customer from top to bottom.
    answerIsSecret: true,
  };
  const answer = await transport.sendRepeatable(request, options);
  return discretionAbout(() => secrets).reading(readSaleAnswer(answer, saleId, account.url));
}

/** What an answer to `detail_sale` says. @see docs/api-notes.md, Legacy reads */
export function readSaleAnswer(answer: Answer, asked: string, url: URL): Reading<Sale> {
  if (answer.tag !== "response") return failed("unreachable", unanswered(answer, url).problem);
  if (answer.status === 429) return lost("2Checkout asks for fewer requests (HTTP 429)");
  const unusable = unusableStatus(answer);
  if (unusable !== null) return lost(unusable);
  if (answer.status === 401 || (answer.status === 403 && notAnApiUser.test(answer.body))) {
    return failed("credentials", rejectedUser(answer.body));
  }
  const sale = saleIn(parseJson(answer.body)?.value, asked);
  if (sale !== null) return { tag: "read", value: sale };
  const [error] = parseLegacyBody(answer.body)?.errors ?? [];
  if (error === undefined) return lost(`HTTP ${answer.status} with ${bodyKind(answer.body)}`);
  const { code, message } = error;
  if (notAnApiUser.test(message)) return failed("credentials", rejectedUser(message));
  const words = `2Checkout does not show sale ${asked}: ${message || code}`;
  const api = { code, message };
  // Only that there is no such sale is a finding; any other error means that it could not be read.
  return code === "RECORD_NOT_FOUND"
    ? failed("refused", problem("sale-not-found", words, api))
    : failed("unreachable", problem("refused-by-api", words, api));
}

function lost(what: string): Reading<Sale> {
  return failed("unreachable", answerLost(what));
}

/** A text, or null for anything else: one odd field must not lose the sale. */
const text = z.catch(
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value) => (value === "" ? null : String(value))),
  ),
  null,
);
const list = z.catch(z.array(z.unknown()), []);
const id = z.pipe(z.union([z.string(), z.number()]), z.transform(String));

const wireLineItem = z.object({
  lineitem_id: id,
  product_name: text,
  customer_amount: text,
  status: text,
});
const wireInvoice = z.object({
  invoice_id: id,
  date_placed: text,
  status: text,
  lineitems: z.array(z.unknown()),
});
const wireComment = z.object({ comment: z.string(), timestamp: text, username: text });
const wireSale = z.object({
  sale_id: id,
  date_placed: text,
  customer: z.catch(z.object({ first_name: text, last_name: text, email_address: text }), {
    first_name: null,
    last_name: null,
    email_address: null,
  }),
  invoices: z.array(z.unknown()),
  comments: list,
});
const wireAnswer = z.object({ sale: wireSale });

/** Null when it is no sale, or another one. An invoice or line item that cannot be read makes it none. */
function saleIn(value: unknown, asked: string): Sale | null {
  const { data } = wireAnswer.safeParse(value);
  if (data === undefined || data.sale.sale_id !== asked) return null;
  const { sale } = data;
  const invoices = sale.invoices.map(invoiceOf).filter((invoice) => invoice !== null);
  if (invoices.length < sale.invoices.length) return null;
  const { first_name: first, last_name: last, email_address: email } = sale.customer;
  return {
    id: asked,
    placedAt: sale.date_placed,
    customer: { name: [first, last].filter((part) => part !== null).join(" ") || null, email },
    invoices,
    comments: sale.comments.flatMap((each) => {
      const comment = wireComment.safeParse(each).data;
      if (comment === undefined) return [];
      return [{ text: comment.comment, at: comment.timestamp, by: comment.username }];
    }),
  };
}

function invoiceOf(value: unknown): SaleInvoice | null {
  const { data } = wireInvoice.safeParse(value);
  if (data === undefined) return null;
  const lineItems = data.lineitems.map(lineItemOf).filter((lineItem) => lineItem !== null);
  if (lineItems.length < data.lineitems.length) return null;
  return { id: data.invoice_id, placedAt: data.date_placed, status: data.status, lineItems };
}

function lineItemOf(value: unknown): SaleLineItem | null {
  const { data } = wireLineItem.safeParse(value);
  if (data === undefined) return null;
  const { customer_amount: amount } = data;
  return {
    id: data.lineitem_id,
    product: data.product_name,
    amount: amount !== null && /^-?[0-9]+(\.[0-9]+)?$/.test(amount) ? amount : null,
    status: data.status,
  };
}
