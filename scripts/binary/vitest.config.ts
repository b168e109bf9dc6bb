import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The journal's own tests, on the SQLite that the single executable has.
export default defineConfig({
  root: fileURLToPath(new URL("../..", import.meta.url)),
  resolve: {
    alias: [
      {
        // The witness's too: two libraries in one process do not see each other's locks.
        find: /^(libsql|.*\/libsql\.ts)$/,
        replacement: fileURLToPath(new URL("libsql.ts", import.meta.url)),
      },
    ],
  },
  test: {
    include: [
      "scripts/binary/binary.test.ts",
      "test/journal/**/*.test.ts",
      "test/command/journal/**/*.test.ts",
      "test/command/journal-failure.test.ts",
      "test/command/batch/resuming.test.ts",
      "test/sandbox/folder.test.ts",
    ],
    // libsql's threads are of no concern where it is not loaded.
    testNamePattern: /^(?!answers are read while a commit)/,
    globalSetup: ["test/support/postgres-server.ts"],
    setupFiles: ["scripts/binary/on-built-in-sqlite.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
