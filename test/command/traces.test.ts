import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { demonstrationAccount } from "../../src/sandbox/merchant.ts";
import { refuseSecrets } from "../support/secrets.ts";

// Every run of every test passes through refuseSecrets; here it is shown that it would see a leak.
const clean = { argv: ["order", "1"], env: {}, said: "Order 1", data: "/nowhere" };
const { secretKey, legacyPassword } = demonstrationAccount;

test.each([
  ["printed", { said: `key ${secretKey}` }],
  ["printed, though it is the legacy one", { said: legacyPassword }],
  ["on the command line", { argv: ["login", secretKey] }],
  [
    "printed and only this run's",
    { env: { REFUND_SECRET_KEY: "another-key" }, said: "another-key" },
  ],
])("a secret that is %s is found", (_where, traces) => {
  expect(() => {
    refuseSecrets({ ...clean, ...traces });
  }).toThrow(/^A secret /);
});

test("a secret in the journal's folder is found", () => {
  const data = mkdtempSync(join(tmpdir(), "refund-traces-"));
  onTestFinished(() => {
    rmSync(data, { recursive: true });
  });
  mkdirSync(join(data, "deep"));
  writeFileSync(join(data, "deep", "journal.db"), `\u0000${secretKey}`);
  expect(() => {
    refuseSecrets({ ...clean, data });
  }).toThrow("A secret is in ");
});

test("a clean run passes, and the stand-in may tell its own credentials", () => {
  refuseSecrets(clean);
  refuseSecrets({ ...clean, argv: ["sandbox"], said: secretKey });
});
