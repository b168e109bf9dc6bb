// The floor: the same three calls with node:https and one connection, without any check or journal.
import { createHmac } from "node:crypto";
import { Agent, request } from "node:https";

const { REFUND_RPC_URL = "", REFUND_MERCHANT_CODE = "", REFUND_SECRET_KEY = "" } = process.env;
const order = process.argv[2] ?? "";
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let id = 1;

/**
 * @param {string} method
 * @param {unknown[]} params
 * @returns {Promise<any>}
 */
function call(method, params) {
  const body = JSON.stringify({ jsonrpc: "2.0", id: id++, method, params });
  const headers = {
    "content-type": "application/json",
    accept: "application/json",
    "content-length": Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(REFUND_RPC_URL, { method: "POST", agent, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => resolve(JSON.parse(text).result));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const date = new Date().toISOString().slice(0, 19).replace("T", " ");
const text = `${REFUND_MERCHANT_CODE.length}${REFUND_MERCHANT_CODE}${date.length}${date}`;
const hash = createHmac("sha256", REFUND_SECRET_KEY).update(text).digest("hex");
const session = await call("login", [REFUND_MERCHANT_CODE, date, hash, "sha256"]);
const { GrossDiscountedPrice: amount } = await call("getOrder", [session, order]);
const done = await call("issueRefund", [session, order, amount, [], "", "Other"]);
agent.destroy();
if (done !== true) process.exitCode = 1;
