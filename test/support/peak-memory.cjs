"use strict";
const { readFileSync, writeFileSync } = require("node:fs");

// Writes the most memory that this process ever had, in KiB, into the file that PEAK_FILE names. What the system
// accounts for a process (`maxRSS`) begins with that of the one which started it, so Linux is asked about its own.
process.on("exit", () => {
  writeFileSync(
    process.env["PEAK_FILE"] ?? "peak",
    String(ownPeak() ?? process.resourceUsage().maxRSS),
  );
});

function ownPeak() {
  try {
    return /^VmHWM:\s*([0-9]+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
