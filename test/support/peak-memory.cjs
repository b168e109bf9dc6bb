"use strict";
const { writeFileSync } = require("node:fs");

// Writes the most memory that this process ever had, in KiB, into the file that PEAK_FILE names.
process.on("exit", () => {
  writeFileSync(process.env.PEAK_FILE ?? "peak", String(process.resourceUsage().maxRSS));
});
