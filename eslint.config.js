import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import ts from "typescript-eslint";

/** Whatever reaches a terminal is of the type SafeText, which plain `write` does not ask for. */
const unsafeWrites = ["callee.object.name", "callee.object.property.name"].map((stream) => ({
  selector: `CallExpression[callee.property.name='write'][${stream}=/^std(out|err)$/]`,
  message: "Write safe text, by writeTo of src/safe-text.ts.",
}));

/** A spread literal is not checked for misspelt and superfluous properties. */
const packed = ["ObjectExpression", "TSAsExpression > ObjectExpression"].map((literal) => ({
  selector: `ObjectExpression > SpreadElement > ${literal}`,
  message: "List every property by itself.",
}));

/** Prettier wraps lists; packing a line by hand only hides how long one is. */
const packedList = {
  selector: "ArrayExpression > SpreadElement > ArrayExpression",
  message: "List every element by itself.",
};

const rearranging = {
  selector: "CallExpression[callee.property.name='rearranged']",
  message: "Only what cuts, pads and colours in src/render/ may rearrange safe text.",
};

export default defineConfig(
  { ignores: ["dist/", "binary/", "coverage/", "schema/"] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-restricted-globals": [
        "error",
        { name: "process", message: "Ask the context (src/context.ts) instead." },
      ],
      eqeqeq: "error",
      "no-restricted-syntax": ["error", ...packed],
    },
  },
  {
    files: [
      "*.js",
      "bin/**",
      "src/compiled-code.ts",
      "src/context.ts",
      "src/standard-streams.ts",
      "src/config/keychain-child.js",
      "test/**",
      "bench/**",
      "scripts/**",
    ],
    rules: { "no-restricted-globals": "off" },
  },
  {
    files: ["**/*.js", "**/*.cjs"],
    extends: [ts.configs.disableTypeChecked],
    rules: { "@typescript-eslint/no-require-imports": "off" },
    // The built program is not there when it is linted.
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        Buffer: "readonly",
        require: "readonly",
      },
    },
  },
  {
    files: ["test/**"],
    // These start no program of ours.
    ignores: ["test/support/**", "test/sandbox/**", "test/transport/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "^node:child_process$|^@lydell/node-pty$|/src/main\\.ts$",
              message:
                "Run the program by test/support, which looks for secrets in all it leaves behind.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/**"],
    // The first makes text safe and writes it. The prompts' own library draws through the second.
    ignores: ["src/safe-text.ts", "src/prompt/uncoloured.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...packed, packedList, ...unsafeWrites, rearranging],
    },
  },
  {
    files: ["src/render/**", "src/command/**/render*.ts"],
    rules: { "no-restricted-syntax": ["error", ...packed, packedList, ...unsafeWrites] },
  },
);
