#!/usr/bin/env node
import { main, processContext } from "../dist/refund.js";

const context = processContext();
// A reader that has seen enough, such as `head`, is no fault of this program.
for (const stream of [context.stdout, context.stderr]) {
  stream.on("error", (error) => {
    if (error.code !== "EPIPE") throw error;
  });
}
process.exitCode = await main(process.argv.slice(2), context);
