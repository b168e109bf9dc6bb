import { type Clocks, elapsedSince, type Moment, momentOf } from "../../clocks.ts";
import type { Order } from "../../domain/order.ts";
import type { OrderNumber } from "../../domain/order-number.ts";
import type { RefundRequest } from "../../domain/refund-request.ts";
import type { HttpRequest, SendOptions } from "../../transport/exchange.ts";
import { interrupted } from "../../transport/network-fault.ts";
import type { Transport } from "../../transport/transport.ts";
import type { RpcAccount } from "../account.ts";
import { failed, type Reading, type Settlement } from "../contract.ts";
import { discretionAbout } from "../discretion.ts";
import { answerLost, unanswered } from "../no-answer.ts";
import { rpcBody, type RpcError } from "./envelope.ts";
import { settleCancellation } from "./cancel-refund.ts";
import { readInvoicesResult, refusedInvoices } from "./get-invoices.ts";
import { loginParams } from "./login.ts";
import { readOrderResult, refusedOrder } from "./get-order.ts";
import { readReply } from "./read-reply.ts";
import { apiProblem, isSessionRefusal } from "./refusals.ts";
import { refusedLogin } from "./refused-login.ts";
import { refundParams, settleRefund } from "./issue-refund.ts";

/** The RPC 6.0 API for one account. Logs in when needed and keeps its session within a run. */
export interface Rpc6 {
  /** Opens a session, or a new one when this one is about to expire. Simultaneous callers share it. */
  readonly ready: () => Promise<Reading<Session>>;
  readonly readOrder: (refNo: OrderNumber, options?: ReadOptions) => Promise<Reading<Order>>;
  /** Sends `issueRefund` at most once; never renews a session and never repeats on its own. */
  readonly issueRefund: (
    session: Session,
    request: RefundRequest,
    options?: SendOptions,
  ) => Promise<Settlement>;
  /** Sends `cancelRefund` at most once, alike. What is accepted is _a_ cancellation of this order. */
  readonly cancelRefund: (
    session: Session,
    refNo: OrderNumber,
    options?: SendOptions,
  ) => Promise<Settlement>;
  /** How many refund invoices an order has. */
  readonly readInvoices: (refNo: OrderNumber, options?: ReadOptions) => Promise<Reading<number>>;
}

/** Aborting ends the read, which then counts as failed. */
export type ReadOptions = Pick<SendOptions, "signal">;

/** A session lasts 10 minutes from login; whether use extends it is unknown, so assume that it does not. */
const renewAfterMs = 8 * 60_000;

/** What a login opened. */
export interface Session {
  readonly id: string;
  readonly openedAt: Moment;
}

export function openRpc6(account: RpcAccount, transport: Transport, clocks: Clocks): Rpc6 {
  let session: Session | null = null;
  let opening: Promise<Reading<Session>> | null = null;
  let nextId = 1;
  /** Key, hashes and sessions of this run: an answer may repeat those of any call. */
  const secrets = new Set([account.secretKey.reveal()]);
  const discretion = discretionAbout(() => [...secrets]);

  const request = (id: number, method: string, params: readonly unknown[]): HttpRequest => {
    secrets.add(method === "login" ? String(params[2]) : String(params[0]));
    return {
      url: account.url,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: rpcBody(id, method, params),
      secrets: [
        ...secrets,
        // Agents write to the customer in it, often about the customer.
        ...(method === "issueRefund" && params[4] !== "" ? [JSON.stringify(params[4])] : []),
      ],
      // Invoices are the customer's, and large.
      answerIsSecret: method === "login" || method === "getInvoices",
    };
  };

  const login = async (): Promise<Reading<Session>> => {
    const id = nextId++;
    const openedAt = momentOf(clocks);
    const answer = await transport.sendRepeatable(
      request(id, "login", loginParams(account, openedAt.wall)),
    );
    const read = readReply(answer, id, account.url);
    if (read.tag === "failed") return read;
    const { reply, date } = read.value;
    if (reply.tag === "error") {
      return refusedLogin(reply.error, account.merchantCode, date, openedAt.wall);
    }
    const { value } = reply;
    if (typeof value !== "string" || value === "") {
      return failed("unreachable", answerLost("the answer to the login has no session"));
    }
    return { tag: "read", value: { id: value, openedAt } };
  };

  const ready = async (options: ReadOptions): Promise<Reading<Session>> => {
    if (session !== null && elapsedSince(session.openedAt, clocks) < renewAfterMs) {
      return { tag: "read", value: session };
    }
    const { signal } = options;
    // Nobody would wait for it.
    if (signal?.aborted === true) return givenUp();
    opening ??= openAnew();
    return (await unlessAborted(opening, signal)) ?? givenUp();
  };

  const givenUp = (): Reading<never> =>
    failed("unreachable", unanswered({ tag: "not-sent", fault: interrupted }, account.url).problem);

  const openAnew = async (): Promise<Reading<Session>> => {
    try {
      const opened = await login();
      if (opened.tag === "read") session = opened.value;
      return opened;
    } finally {
      opening = null;
    }
  };

  /** Unless another call has already replaced it. */
  const drop = (refused: Session): void => {
    if (session?.id === refused.id) session = null;
  };

  /** A read in a session, which is renewed once where it is refused. */
  const read = async <T>(
    method: "getOrder" | "getInvoices",
    refNo: OrderNumber,
    options: ReadOptions,
    { result, error: refusal }: Readers<T>,
    renewed = false,
  ): Promise<Reading<T>> => {
    const open = await ready(options);
    if (open.tag === "failed") return open;
    const id = nextId++;
    const answer = await transport.sendRepeatable(
      request(id, method, [open.value.id, refNo]),
      options,
    );
    const reading = readReply(answer, id, account.url);
    if (reading.tag === "failed") return reading;
    const { reply } = reading.value;
    if (reply.tag === "result") return result(reply.value);
    const { error } = reply;
    if (!isSessionRefusal(error)) return refusal(error);
    if (renewed) return failed("credentials", apiProblem("credentials-rejected", error));
    drop(open.value);
    return read(method, refNo, options, { result, error: refusal }, true);
  };

  return {
    ready: async () => discretion.reading(await ready({})),
    readOrder: async (refNo, options = {}) =>
      discretion.reading(
        await read("getOrder", refNo, options, {
          result: (value) => readOrderResult(discretion.value(value), refNo, momentOf(clocks)),
          error: (error) => refusedOrder(error, refNo),
        }),
      ),
    readInvoices: async (refNo, options = {}) =>
      discretion.reading(
        await read("getInvoices", refNo, options, {
          result: (value) => readInvoicesResult(value, refNo),
          error: (error) => refusedInvoices(error, refNo),
        }),
      ),
    issueRefund: async (open, refund, options) => {
      const id = nextId++;
      const answer = await transport.send(
        request(id, "issueRefund", [open.id, ...refundParams(refund)]),
        options,
      );
      const settlement = settleRefund(answer, id, account.url, refund.kind);
      if (refusesSession(settlement)) drop(open);
      return discretion.settlement(settlement);
    },
    cancelRefund: async (open, refNo, options) => {
      const id = nextId++;
      const answer = await transport.send(request(id, "cancelRefund", [open.id, refNo]), options);
      const settlement = settleCancellation(answer, id, account.url);
      if (refusesSession(settlement)) drop(open);
      return discretion.settlement(settlement);
    },
  };
}

/** Null where it is aborted first. What is waited for goes on: others may wait for it, too. */
function unlessAborted<T>(waited: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (signal === undefined) return waited;
  return new Promise((resolve, reject) => {
    const leave = () => {
      resolve(null);
    };
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave);
    waited.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", leave);
    });
  });
}

function refusesSession(settlement: Settlement): boolean {
  return settlement.tag === "nothing-done" && settlement.problem.code === "session-refused";
}

/** How the answer of a read is read. */
interface Readers<T> {
  readonly result: (value: unknown) => Reading<T>;
  readonly error: (error: RpcError) => Reading<T>;
}
