import { expect, test } from "vitest";
import { fileOf } from "../../support/batch.ts";
import { documentOf } from "../../support/document.ts";
import { received, shopFor } from "../../support/sandbox.ts";
import { generatedOrderNumber } from "../../../src/sandbox/generated.ts";

test("many open attempts are asked about in one session, and told of newest first", async () => {
  const count = 12;
  const fault = { kind: "drop-after", method: "issueRefund", times: Infinity } as const;
  const { machine, sandbox } = await shopFor({ orders: count, settleAfterMs: 0 });
  const numbers = Array.from({ length: count }, (_, at) => generatedOrderNumber(at));
  sandbox.addFault(fault);
  sandbox.addFault({ kind: "drop-before", method: "getOrder", times: 0 });
  const rows = numbers.map((number) => `total,${number},Other`);
  const file = fileOf(machine, `kind,order,reason\n${rows.join("\n")}\n`);
  expect((await machine.run("batch", file, "--yes")).code).not.toBe(2);
  const before = { logins: received(sandbox, "login"), reads: received(sandbox, "getOrder") };
  machine.clock.advance(3_600_000);
  const { attempts } = documentOf(await machine.run("reconcile", "--json"), "refund.reconcile-1");
  console.log(attempts.length, before, received(sandbox, "login"), received(sandbox, "getOrder"));
});
