import { request } from "node:http";
import { text } from "node:stream/consumers";
import { bodyOf, loginParams, ordersAsked, paidOf, resultOf, url } from "./rpc.ts";

// The vendor's PHP sample, in Node: curl_init for every call, one call after another, one login.
const call = (method: string, params: readonly unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const body = bodyOf(method, params);
    const headers = {
      "content-type": "application/json",
      accept: "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const outgoing = request(url, { method: "POST", agent: false, headers }, (response) => {
      text(response).then((answer) => {
        resolve(resultOf(answer));
      }, reject);
    });
    outgoing.on("error", reject).end(body);
  });

const begun = performance.now();
const session = await call("login", loginParams());
for (const refNo of ordersAsked()) {
  const order = await call("getOrder", [session, refNo]);
  await call("issueRefund", [session, refNo, paidOf(order), [], "", "Other"]);
}
console.log((performance.now() - begun) / 1000);
