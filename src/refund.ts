/** What `bin/refund.js` starts, from the bundle. */
export { keepCompiledCode } from "./compiled-code.ts";
export { processContext } from "./context.ts";
export { main } from "./main.ts";
