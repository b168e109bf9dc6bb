#!/usr/bin/env node
// CommonJS, like the bundle (package.json beside this file): Node 20 starts it faster than a module.
"use strict";
// Node 22 and later keep compiled code between runs; before that there is nothing to enable, and much to load for it.
if (Number.parseInt(process.versions.node) >= 22) require("node:module").enableCompileCache?.();

const { main, processContext } = require("../dist/refund.js");

/** @type {number | null} */
let exitCode = null;
process.once("exit", () => {
  // A fault beside the run, or nothing left to wait for: Node's own code would say that nothing was sent.
  if (exitCode === null) {
    console.error("UNKNOWN: the run ended without an outcome. Run: refund reconcile");
  }
  process.exitCode = exitCode ?? 7;
});
// Taking the process down piece by piece lasts longer, and Ctrl-C is not heard while it does.
process.once("beforeExit", () => process.exit());

main(process.argv.slice(2), processContext()).then((code) => {
  exitCode = code;
}, console.error);
