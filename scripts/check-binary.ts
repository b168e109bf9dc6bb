import { spawnSync } from "node:child_process";
import { newestNode } from "./binary/newest-node.ts";
import { nodeOf } from "./node-of.ts";

// Tries the single executable, and the journal's own tests on the SQLite that it has.
if (`${process.platform} ${process.arch}` === "linux x64") {
  const line = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--config",
    "scripts/binary/vitest.config.ts",
  ];
  process.exitCode = spawnSync(nodeOf(newestNode), line, { stdio: "inherit" }).status ?? 1;
} else {
  console.log(
    `Skipped: the executable has never been tried on ${process.platform} ${process.arch}.`,
  );
}
