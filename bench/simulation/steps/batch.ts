import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { shortTimeout, type VisitPlan } from "../visit.ts";
import type { Wish } from "../wishes.ts";
import type { World } from "../world.ts";
import type { Step } from "./step.ts";

const columns = ["id", "kind", "order", "lineitem", "items", "amount", "currency", "category"];

/** A file with a row for each order or line item that is wished for, run at once. */
export function batchStep(wanted: readonly Wish[], plan: VisitPlan, newBatch: boolean): Step {
  return {
    name: "batch",
    perform: async (world) => {
      const path = writeFile(world, wanted);
      const more = newBatch ? ["--new-batch"] : [];
      return [
        await world.run(["batch", path, "--yes", "--json", ...hanging(plan), ...more], { plan }),
      ];
    },
  };
}

/** An earlier file is run again, as after a stop. */
export function resumeStep(which: number, plan: VisitPlan): Step {
  return {
    name: "resume",
    perform: async (world) => {
      const batch = world.batches[which % Math.max(1, world.batches.length)];
      if (batch === undefined) return [];
      const argv = ["batch", batch.path, "--yes", "--json", ...hanging(plan)];
      return [await world.run(argv, { plan })];
    },
  };
}

function hanging({ fates = [] }: VisitPlan): readonly string[] {
  return fates.some(({ says }) => says === "answer never") ? shortTimeout : [];
}

function writeFile(world: World, wanted: readonly Wish[]): string {
  const number = world.batches.length + 1;
  const seen = new Set<string>();
  const comments: string[] = [];
  const lines = wanted
    .filter(({ number: of }) => !seen.has(of) && seen.add(of))
    .map((wish) => {
      const comment = world.newComment();
      world.wished.set(comment, wish);
      comments.push(comment);
      const cells = columns.map((column) => (column === "id" ? comment : (wish.row[column] ?? "")));
      return [...cells, wish.api === "rpc6" ? "Other" : "", comment].join(",");
    });
  const path = join(world.disk.work, `batch-${number}.csv`);
  writeFileSync(path, [[...columns, "reason", "comment"].join(","), ...lines, ""].join("\n"));
  world.batches.push({ path, comments });
  const rows = lines.map((line) => line.replace(/,+/g, ",")).join(" | ");
  world.say(`batch-${number}.csv has: ${rows}`);
  return path;
}
