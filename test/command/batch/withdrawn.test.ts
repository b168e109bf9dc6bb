import { expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { documentOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";

const header = "id,kind,order,lineitem,amount,currency,items,reason,category\n";
const rows = "1,total,73152899,,,,,Other,\n2,total,73152900,,,,,Other,\n";

test("a row whose refund was withdrawn is done: told as such, not begun again, and no failure", async () => {
  const { machine, sandbox } = await shopFor({ settleAfterMs: 86_400_000 });
  const file = fileOf(machine, header + rows);
  const begun = rowsOf(await machine.run("batch", file, "--yes", "--json"));
  const cancelled = await machine.run("cancel", "73152900", "--yes", "--json");
  expect(documentOf(cancelled, "refund.cancellation-1").attempt).toBe(begun[1]?.attempt);

  const again = await machine.run("batch", file, "--yes", "--json");
  expect(again.code).toBe(0);
  expect(rowsOf(again)).toMatchObject([
    { line: 2, outcome: "accepted", earlier: true },
    { line: 3, outcome: "withdrawn", earlier: true, attempt: begun[1]?.attempt },
  ]);
  expect(received(sandbox, "issueRefund")).toBe(2);

  // Refunded by itself, it may be made anew.
  const single = ["total", "73152900", "--reason", "Other", "--yes"];
  expect((await machine.run(...single)).code).toBe(0);
});
