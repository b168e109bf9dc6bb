/** What `bin/refund.js` starts, from the bundle. */
export { processContext } from "./context.ts";
export { main } from "./main.ts";
