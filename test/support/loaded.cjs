// Loaded before the program: writes down, when it ends, every file that it loaded.
const { writeFileSync } = require("node:fs");

process.once("exit", () => {
  writeFileSync(String(process.env.LOADED), JSON.stringify(Object.keys(require.cache)));
});
