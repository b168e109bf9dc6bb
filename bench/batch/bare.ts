import { Agent, request } from "undici";
import { bodyOf, loginParams, ordersAsked, paidOf, resultOf, url } from "./rpc.ts";

// The limit: connections that are kept, so many calls at a time, no journal, no checks.
const concurrency = Number(process.argv[4]);
const dispatcher = new Agent();
const call = async (method: string, params: readonly unknown[]): Promise<unknown> => {
  const { body } = await request(url, {
    dispatcher,
    method: "POST",
    body: bodyOf(method, params),
    headers: { "content-type": "application/json", accept: "application/json" },
  });
  return resultOf(await body.text());
};

const queue = [...ordersAsked()];
const begun = performance.now();
const session = await call("login", loginParams());
const worker = async (): Promise<void> => {
  for (let refNo = queue.shift(); refNo !== undefined; refNo = queue.shift()) {
    const order = await call("getOrder", [session, refNo]);
    await call("issueRefund", [session, refNo, paidOf(order), [], "", "Other"]);
  }
};
await Promise.all(Array.from({ length: concurrency }, worker));
console.log((performance.now() - begun) / 1000);
await dispatcher.close();
