#!/usr/bin/env node
// CommonJS, like the bundle (package.json beside this file): Node 20 starts it faster than a module.
"use strict";
// Node 22 and later keep compiled code between runs; before that there is nothing to enable.
require("node:module").enableCompileCache?.();

const { main, processContext } = require("../dist/refund.js");

// What ends without having said how may have sent something.
process.exitCode = 7;
// Taking the process down piece by piece lasts longer, and Ctrl-C is not heard while it does.
process.once("beforeExit", () => process.exit());
main(process.argv.slice(2), processContext()).then((code) => {
  process.exitCode = code;
}, console.error);
