import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { sandboxFor } from "./calls.ts";

const run = promisify(execFile);
const hasCurl = spawnSync("curl", ["--version"]).status === 0;

test.skipIf(!hasCurl)("the vendor's curl example of refund_lineitem succeeds", async () => {
  const sandbox = await sandboxFor();
  const url = `${sandbox.legacyUrl}sales/refund_lineitem`;
  const user = `${sandbox.legacyUsername}:${sandbox.legacyPassword}`;
  const command = `curl -X POST ${url} \\
-u '${user}' -d 'lineitem_id=1234567890' -d 'category=16' \\
-d 'comment=Item not in stock.' -H 'Accept: application/json'`;
  const { stdout } = await run("sh", ["-c", command]);
  expect(JSON.parse(stdout)).toEqual({
    response_code: "OK",
    response_message: "lineitem refunded",
  });
  expect(sandbox.ledger()).toMatchObject([
    { lineItemId: "1234567890", amount: "19.99", category: 16, comment: "Item not in stock." },
  ]);
});
