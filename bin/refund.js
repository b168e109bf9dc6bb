#!/usr/bin/env node
// CommonJS, like the bundle (package.json beside this file): Node 20 starts it faster than a module.
"use strict";
// Nothing in this file is too new for an old Node, or it would end with a syntax error instead.
const [major, minor] = process.versions.node.split(".").map(Number);
const isTooOld =
  major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 3);
if (isTooOld) {
  console.error(
    "Error: refund needs Node 20.19, 22.3 or newer, and this is " +
      process.version +
      ". Nothing was sent.",
  );
  process.exit(1);
}

const { keepCompiledCode, main, processContext } = require("../dist/refund.js");

/** @type {number | null} */
let exitCode = null;
process.once("exit", () => {
  // A fault beside the run, or nothing left to wait for: Node's own code would say that nothing was sent.
  if (exitCode === null) {
    console.error("UNKNOWN: the run ended without an outcome. Run: refund reconcile");
  }
  process.exitCode = exitCode === null ? 7 : exitCode;
});
// Taking the process down piece by piece lasts longer, and Ctrl-C is not heard while it does.
process.once("beforeExit", () => process.exit());

const context = processContext();
keepCompiledCode(context.folders.cache);
main(process.argv.slice(2), context).then((code) => {
  exitCode = code;
  if (process.listenerCount("SIGINT") === 0) return;
  // Only a pipe that nobody empties keeps the process now. Its reader may come; a second stop ends the wait, with
  // the code of what was done.
  let stops = 0;
  context.onStop(() => {
    stops += 1;
    if (stops > 1) process.exit();
  });
}, console.error);
