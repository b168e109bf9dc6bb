import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const require = createRequire(import.meta.url);

// What the bundle of the package and that of the single executable have in common.

/**
 * cosmiconfig's own loaders run JavaScript and load TypeScript; src/config/file.ts brings loaders for data.
 * @type {import("rolldown").Plugin}
 */
const withoutCodeLoaders = {
  name: "cosmiconfig-without-code-loaders",
  load: {
    filter: { id: /cosmiconfig[\\/]dist[\\/]loaders\.js$/ },
    handler: () => "module.exports = {};",
  },
};

/**
 * inquirer brings ten prompts of its own, of which none is asked: src/prompt/drawn.ts registers others. The
 * editor alone would be a third of a megabyte to load before the first question.
 * @type {import("rolldown").Plugin}
 */
const withoutBuiltInPrompts = {
  name: "inquirer-without-built-in-prompts",
  load: {
    filter: { id: /@inquirer[\\/]prompts[\\/]dist[\\/]index\.js$/ },
    handler: () =>
      ["input", "select", "number", "confirm", "rawlist", "expand", "checkbox"]
        .concat("password", "editor", "search", "Separator")
        .map((name) => `export const ${name} = undefined;`)
        .join("\n"),
  },
};

/**
 * Modules that cost start-up time for nothing. commander loads child_process for subcommands that are programs
 * of their own, of which there are none; undici loads HTTP/2, which is not switched on and without which it does,
 * and what takes forms apart, which are never sent. Importing process as a module, as some packages do, reads
 * each of its properties, and so opens stdin.
 * @type {readonly { what: RegExp, from: RegExp, code: string, imported?: true }[]}
 */
const idleModules = [
  { what: /^node:child_process$/, from: /[\\/]commander[\\/]/, code: "" },
  {
    what: /^node:process$/,
    from: /[\\/]commander[\\/]/,
    code: "module.exports = globalThis.process;",
  },
  { what: /^child_process$/, from: /[\\/]detect-libc[\\/]/, code: "" },
  { what: /^node:http2$/, from: /[\\/]undici[\\/]/, code: "exports.constants = {};" },
  { what: /[\\/]client-h2\.js$/, from: /[\\/]undici[\\/]/, code: "" },
  { what: /[\\/]fetch[\\/]body\.js$/, from: /[\\/]undici[\\/]lib[\\/]dispatcher[\\/]/, code: "" },
  {
    what: /^node:process$/,
    from: /node_modules/,
    code: "export default globalThis.process;",
    imported: true,
  },
];

/** @type {import("rolldown").Plugin} */
const withoutIdleModules = {
  name: "without-idle-modules",
  resolveId: {
    filter: { id: idleModules.map(({ what }) => what) },
    handler: (source, importer = "", { kind }) => {
      const place = idleModules.findIndex(
        ({ what, from, imported }) =>
          what.test(source) &&
          from.test(importer) &&
          (imported !== true || kind === "import-statement"),
      );
      return place === -1 ? null : `\0idle:${place}:${source}`;
    },
  },
  load: {
    filter: { id: /^\0idle:/ },
    handler: (id) => ({
      code: idleModules[Number(id.split(":")[1])]?.code ?? "",
      moduleSideEffects: false,
    }),
  },
};

/**
 * Finds the native part of the database (scripts/native-part.ts), with the newest detect-libc and not the one that
 * libsql names.
 * @type {import("rolldown").Plugin}
 */
const quickNativePart = {
  name: "quick-native-part",
  resolveId: {
    filter: { id: /^(@neon-rs\/load|detect-libc)$/ },
    handler: (source) =>
      source === "detect-libc"
        ? require.resolve("detect-libc")
        : fileURLToPath(new URL("native-part.ts", import.meta.url)),
  },
};

/**
 * Help on the program is asked for all the time and is the same everywhere: it needs no command tree.
 * @type {import("rolldown").Plugin}
 */
const withHelpPage = {
  name: "with-help-page",
  load: {
    filter: { id: /[\\/]src[\\/]help-page\.ts$/ },
    handler: async () => {
      const { printedHelp } = await tsImport("./help-page.ts", import.meta.url);
      return `export const helpPage = ${JSON.stringify(printedHelp())};`;
    },
  },
};

/**
 * V8 keeps a source with one character beyond Latin-1 in two bytes a character, and reads it more slowly. Nothing
 * that is bundled asks for the raw text of a template, where an escape would be seen.
 * @type {import("rolldown").Plugin}
 */
const inOneByte = {
  name: "in-one-byte",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = file.code.replaceAll(/[\u0100-\uffff]/g, escaped);
    }
  },
};

/** @param {string} unit one UTF-16 unit */
function escaped(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** @type {import("rolldown").InputOptions} */
export const forNode = {
  platform: "node",
  transform: { target: "node20.19" },
  // What starts may give more to later files than to bin/, and needs no file before it that gives less.
  preserveEntrySignatures: "allow-extension",
  plugins: [
    withoutCodeLoaders,
    withoutBuiltInPrompts,
    withoutIdleModules,
    quickNativePart,
    withHelpPage,
    inOneByte,
  ],
  // Native parts cannot be bundled: they are this package's only dependencies.
  external: [/^@libsql\//, "@napi-rs/keyring"],
};

/**
 * Files of the bundle, each with all that it needs and no file before it has. Finding and linking a file
 * costs more than reading a longer one, and what is shared would else be cut into dozens.
 * @type {readonly (readonly [name: string, from: RegExp])[]}
 */
const parts = [
  ["start", /[\\/]src[\\/]refund\.ts$/],
  ["tree", /[\\/]src[\\/]command-line\.ts$/],
  ["commands", /[\\/]src[\\/]program[\\/]declarations\.ts$/],
  ["libsql", /[\\/]src[\\/]journal[\\/]libsql\.ts$/],
  [
    "work",
    /[\\/]src[\\/](domain|render(?![\\/]documents)|command[\\/](refund|legacy|run|use-journal))\b/,
  ],
  ["other", /[\\/]src[\\/]command[\\/](?!batch|completion|embedded|sandbox)/],
  ["client", /[\\/]src[\\/]transport[\\/]transport\.ts$/],
  ["journal", /[\\/]src[\\/]journal[\\/]journal\.ts$/],
  ["batch", /[\\/]src[\\/]command[\\/]batch[\\/](batch|render)\.ts$/],
];

/** @type {import("rolldown").OutputOptions} */
export const inParts = {
  // Node 20 finds, links and starts the same code faster in this format than as modules.
  format: "cjs",
  chunkFileNames: "[name]-[hash].js",
  // Names of functions and classes stay, for the stack of a fault.
  minify: { compress: true, mangle: { keepNames: true }, codegen: true },
  codeSplitting: {
    groups: parts.map(([name, test], place) => ({ name, test, priority: parts.length - place })),
  },
};
