// Loaded before the program: writes down, when it ends, every file that it loaded, and every part of Node.
const { subscribe } = require("node:diagnostics_channel");
const { writeFileSync } = require("node:fs");

/** @type {readonly string[]} */
let beforeConnecting = [];
subscribe("net.client.socket", () => {
  if (beforeConnecting.length === 0) beforeConnecting = Object.keys(require.cache);
});

process.once("exit", () => {
  // @ts-expect-error -- Node does not document it
  const node = process.moduleLoadList;
  writeFileSync(
    String(process.env.LOADED),
    JSON.stringify({ files: Object.keys(require.cache), beforeConnecting, node }),
  );
});
