// Loaded before the program: writes down, when it ends, every file that it loaded, and every part of Node.
const { writeFileSync } = require("node:fs");

process.once("exit", () => {
  // @ts-expect-error -- Node does not document it
  const node = process.moduleLoadList;
  writeFileSync(
    String(process.env.LOADED),
    JSON.stringify({ files: Object.keys(require.cache), node }),
  );
});
