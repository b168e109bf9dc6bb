// The single executable starts here: it runs the parts of the bundle, each loaded when it is needed.
"use strict";
const { dirname, join } = require("node:path");
const { getAsset } = require("node:sea");
const { Script } = require("node:vm");

const folder = dirname(process.execPath);
/** @type {Map<string, { exports: unknown }>} */
const loaded = new Map();

/**
 * Each part is a function in text, with the code that V8 has made of it.
 * @param {string} name
 * @returns {unknown} what it exports
 */
function load(name) {
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const cachedData = Buffer.from(getAsset(`${name}.code`));
  const script = new Script(getAsset(name, "utf8"), { filename: name, cachedData });
  const find = (/** @type {string} */ wanted) =>
    wanted.startsWith("./") ? load(wanted.slice(2)) : require(wanted);
  // As if it lay beside the executable: src/config/keychain.ts names the file beside it that way.
  script.runInThisContext()(module.exports, find, module, join(folder, name));
  return module.exports;
}

// There is no Node here that could run src/config/keychain-child.js, so the executable is started with its path.
const child = "keychain-child.js";
load(process.argv[2] === join(folder, child) ? child : "program.js");
