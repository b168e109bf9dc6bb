// Run by the Node that the executable is made of: only its own V8 takes the code.
"use strict";
const { readFileSync, writeFileSync } = require("node:fs");
const { Script } = require("node:vm");

for (const path of process.argv.slice(2)) {
  const script = new Script(readFileSync(path, "utf8"));
  writeFileSync(`${path}.code`, script.createCachedData());
}
