import type { MoneyCall } from "./calls.ts";
import {
  judgeRefund,
  openSessions,
  readOrder,
  refundCall,
  rpcSaying,
  type Shop,
} from "./rpc-service.ts";
import {
  type Claim,
  type LegacySaying,
  legacySayings,
  rpcSayings,
  type RpcSaying,
  truthfully,
  wellDone,
  type Wire,
} from "./sayings.ts";
import { isLegacyLineItem, merchant } from "./shop.ts";
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

/** Does what a call asks for, if its fate lets it, writes the call down, and says what is to be said. */
export function createAnswering(
  shop: Shop,
  openAttempt: (comment: string, number: string) => string | null,
  calls: MoneyCall[],
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
    const attempt = openAttempt(call.comment, call.refNo);
    visit.onMoneyCall();
    const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
    const common = { visit: visit.id, api: "rpc6", number: call.refNo, fate, attempt } as const;
    const open = sessions.isOpen(session);
    const natural = judgeRefund(shop, call);
    const entry = open && fate.executed ? natural.makes : null;
    if (entry !== null) {
      shop.ledger.add(entry);
      visit.onExecuted();
    }
    const truth: RpcSaying = !open
      ? "answer session refused"
      : fate.executed
        ? natural.says
        : "answer undocumented error";
    const says = fate.says === truthfully || !(fate.says in rpcSayings) ? truth : fate.says;
    const { claim, wire } = rpcSaying(says as RpcSaying);
    calls.push({ ...common, comment: call.comment, entry, claim, said: says });
    return { id, wire };
  };

  const cancelRefund = (
    visit: Visit,
    id: unknown,
    [session, refNo]: readonly unknown[],
  ): Written => {
    visit.onMoneyCall();
    const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
    const open = sessions.isOpen(session);
    const done = open && fate.executed && shop.ledger.cancel(String(refNo));
    const truth = done ? "answer TRUE" : "answer undocumented error";
    const says = fate.says === truthfully || !(fate.says in rpcSayings) ? truth : fate.says;
    return { id, wire: rpcSaying(open ? (says as RpcSaying) : "answer session refused").wire };
  };

  const rpc = (visit: Visit, body: string): Written => {
    const { id, method, params } = JSON.parse(body) as {
      readonly id: unknown;
      readonly method: string;
      readonly params: readonly unknown[];
    };
    if (method === "issueRefund") return issueRefund(visit, id, params);
    if (method === "cancelRefund") return cancelRefund(visit, id, params);
    const fault = visit.reads[visit.readCalls++] ?? "fine";
    if (fault !== "fine" && !(method === "login" && fault === "session refused")) {
      return { id, wire: readFaults[fault] };
    }
    if (method === "login") {
      const session = sessions.open(params);
      return session === null ? refusedSession(id) : result(id, session);
    }
    if (!sessions.isOpen(params[0])) return refusedSession(id);
    return method === "getOrder"
      ? result(id, readOrder(shop, params[1]))
      : { id, wire: rpcSayings["answer Unknown error"].wire };
  };

  const legacy = (visit: Visit, body: string, authorization: string): Written => {
    const basic = Buffer.from(`${merchant.legacyUser}:${merchant.legacyPassword}`);
    if (authorization !== `Basic ${basic.toString("base64")}`) {
      return { id: null, wire: { tag: "body", status: 401, body: () => "" } };
    }
    const form = new URLSearchParams(body);
    const number = form.get("lineitem_id") ?? "";
    const comment = form.get("comment") ?? "";
    const attempt = openAttempt(comment, number);
    visit.onMoneyCall();
    const fate = visit.fates[visit.moneyCalls++] ?? wellDone;
    const doneBefore = shop.ledger.of(number).length > 0;
    const entry =
      fate.executed && isLegacyLineItem(number) && !doneBefore
        ? {
            api: "legacy" as const,
            number,
            amount: null,
            lines: "",
            references: [],
            by: "us" as const,
            comment,
            at: shop.clock.truth(),
          }
        : null;
    if (entry !== null) {
      shop.ledger.add(entry);
      visit.onExecuted();
    }
    const truth: LegacySaying =
      entry !== null
        ? "answer OK"
        : doneBefore
          ? "answer NOTHING_TO_DO"
          : "answer undocumented error";
    const says = fate.says === truthfully || !(fate.says in legacySayings) ? truth : fate.says;
    const saying: { readonly claim: Claim; readonly wire: Wire } =
      legacySayings[says as LegacySaying];
    calls.push({
      visit: visit.id,
      api: "legacy",
      number,
      comment,
      fate,
      entry,
      attempt,
      claim: saying.claim,
      said: says,
    });
    return { id: null, wire: saying.wire };
  };

  return (visit, api, path, body, authorization) => {
    if (api === "rpc") return rpc(visit, body);
    if (api === "api" && path === "sales/refund_lineitem") {
      return legacy(visit, body, authorization);
    }
    return { id: null, wire: { tag: "body", status: 404, body: () => "" } };
  };
}
