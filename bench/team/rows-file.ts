import { appendFileSync, writeFileSync } from "node:fs";
import { generatedLineItemId, generatedOrderNumber } from "../../src/sandbox/generated.ts";
import { pick } from "../batch/kills.ts";

/** Every kind of refund, each of an order or line item of its own; their numbers. */
export function writeRows(file: string, count: number, random: () => number): readonly string[] {
  writeFileSync(file, "kind,order,lineitem,amount,currency,items,reason,category\n");
  return Array.from({ length: count }, (_, index) => {
    const order = generatedOrderNumber(index);
    const lineItem = generatedLineItemId(index);
    const [row, number] = pick(
      [
        [`total,${order},,,,,Other,`, order],
        [`partial,${order},,,,GEN-A,Other,`, order],
        [`partial,${order},,3.00,USD,,Other,`, order],
        [`lineitem,${order},GEN-B,5.00,USD,,Other,`, order],
        [`legacy,,${lineItem},,,,,16`, lineItem],
      ] as const,
      random,
    );
    appendFileSync(file, `${row}\n`);
    return number;
  });
}
