import { environmentOf } from "../../src/sandbox/environment.ts";
import { startSandbox } from "../../src/sandbox/server.ts";

// Started by standInProcess: a stand-in whose work is not done at the cost of whom it serves.
const [orders = "0", delayMs = "0"] = process.argv.slice(2);
const sandbox = await startSandbox({
  orders: Number(orders),
  delayMs: Number(delayMs),
  settleAfterMs: 0,
});
console.log(JSON.stringify(environmentOf(sandbox)));
