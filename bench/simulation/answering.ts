import type { Heard } from "./calls.ts";
import { cancelRefund } from "./cancel-service.ts";
import { pendingForMs } from "./habits.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import { isLegacyUser, readSale, refundLineItem, unauthorized } from "./legacy-service.ts";
import {
  judgeRefund,
  openSessions,
  readOrder,
  refundCall,
  rpcSaying,
  type Shop,
} from "./rpc-service.ts";
import { rpcSayings, type RpcSaying, truthfully, wellDone, type Wire } from "./sayings.ts";
import type { ReadFault, Visit } from "./visit.ts";

export interface Written {
  readonly id: unknown;
  readonly wire: Wire;
}

type Answering = (
  visit: Visit,
  api: string,
  path: string,
  body: string,
  authorization: string,
) => Written;

const readFaults: Readonly<Record<Exclude<ReadFault, "fine">, Wire>> = {
  lost: { tag: "dropped" },
  "answer 500": { tag: "body", status: 500, body: () => "" },
  "answer 429": { tag: "body", status: 429, body: () => "" },
  "session refused": rpcSayings["answer session refused"].wire,
  null: rpcSayings["answer null"].wire,
};

/**
 * Does what a call asks for, if its fate lets it, writes the call down, and says what is to be said.
 * @param openOn the attempts that stand open in the journal on an order or a line item
 */
export function createAnswering(
  shop: Shop,
  openOn: (number: string) => readonly RecordedAttempt[],
  heard: Heard,
): Answering {
  const sessions = openSessions(shop);

  const result = (id: unknown, value: unknown): Written => ({
    id,
    wire: {
      tag: "body",
      status: 200,
      body: () => JSON.stringify({ jsonrpc: "2.0", id, result: value }),
    },
  });
  const refusedSession = (id: unknown): Written => ({
    id,
    wire: rpcSayings["answer session refused"].wire,
  });

  const issueRefund = (visit: Visit, id: unknown, params: readonly unknown[]): Written => {
    const [session, ...rest] = params;
    const call = refundCall(rest);
    const standing = openOn(call.refNo);
    const own = standing.filter(({ comment }) => comment === call.comment).at(-1);
    visit.onMoneyCall();
    const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
    const open = sessions.isOpen(session);
    const natural = judgeRefund(shop, call);
    const madeBefore = shop.ledger.entries().length;
    const entry =
      open && fate.executed && natural.makes !== null ? shop.ledger.add(natural.makes) : null;
    if (entry !== null) visit.onExecuted();
    const truth: RpcSaying = !open
      ? "answer session refused"
      : fate.executed
        ? natural.says
        : "answer undocumented error";
    const says = fate.says === truthfully || !(fate.says in rpcSayings) ? truth : fate.says;
    const { claim, wire } = rpcSaying(says as RpcSaying);
    heard.calls.push({
      visit: visit.id,
      api: "rpc6",
      number: call.refNo,
      comment: call.comment,
      fate,
      entry,
      attempt: own?.id ?? null,
      beside: standing.filter((each) => each !== own).map((each) => each.id),
      madeBefore,
      claim,
      said: says,
    });
    return { id, wire };
  };

  const getOrder = (visit: Visit, refNo: string): object | null => {
    const order = readOrder(shop, refNo);
    if (order !== null) {
      heard.looks.push({ tag: "order", visit: visit.id, number: refNo, status: order.Status });
    }
    return order;
  };

  /** An invoice for each refund that was paid out, by whomever it was asked for. */
  const getInvoices = (visit: Visit, refNo: string): object => {
    const { clock, habits, ledger } = shop;
    const paid = ledger.of(refNo).filter(({ at }) => clock.truth() - at >= pendingForMs);
    const count = habits.invoices === "none" ? 0 : paid.length;
    heard.looks.push({ tag: "invoices", visit: visit.id, number: refNo, count });
    const pdf = Buffer.from("%PDF-1.4").toString("base64");
    return {
      Sale: pdf,
      Cancellation: null,
      Refunds: count === 0 ? null : Array.from({ length: count }, () => pdf),
    };
  };

  const rpc = (visit: Visit, body: string): Written => {
    const { id, method, params } = JSON.parse(body) as {
      readonly id: unknown;
      readonly method: string;
      readonly params: readonly unknown[];
    };
    const [session, second] = params;
    const refNo = String(second);
    if (method === "issueRefund") return issueRefund(visit, id, params);
    if (method === "cancelRefund") {
      const isOpen = sessions.isOpen(session);
      return { id, wire: cancelRefund(shop, visit, refNo, isOpen, openOn(refNo), heard) };
    }
    const fault = visit.reads[visit.readCalls++] ?? "fine";
    if (fault !== "fine" && !(method === "login" && fault === "session refused")) {
      return { id, wire: readFaults[fault] };
    }
    if (method === "login") {
      const opened = sessions.open(params);
      return opened === null ? refusedSession(id) : result(id, opened);
    }
    if (!sessions.isOpen(session)) return refusedSession(id);
    if (method === "getOrder") return result(id, getOrder(visit, refNo));
    if (method === "getInvoices") return result(id, getInvoices(visit, refNo));
    return { id, wire: rpcSayings["answer Unknown error"].wire };
  };

  const legacy = (visit: Visit, path: string, body: string): Wire => {
    const [name, query = ""] = path.split("?");
    if (name === "sales/refund_lineitem") return refundLineItem(shop, visit, body, openOn, heard);
    if (name === "sales/detail_sale") return readSale(shop, visit, query, readFaults);
    return { tag: "body", status: 404, body: () => "" };
  };

  return (visit, api, path, body, authorization) => {
    if (api === "rpc") return rpc(visit, body);
    const isKnown = api === "api" && isLegacyUser(authorization);
    return { id: null, wire: isKnown ? legacy(visit, path, body) : unauthorized };
  };
}
