#!/usr/bin/env node
// Node 22 and later keep compiled code between runs; before that there is nothing to enable.
process.getBuiltinModule("node:module").enableCompileCache?.();

const { main, processContext } = await import("../dist/refund.js");
// Taking the process down piece by piece lasts longer, and Ctrl-C is not heard while it does.
process.once("beforeExit", () => process.exit());
process.exitCode = await main(process.argv.slice(2), processContext());
