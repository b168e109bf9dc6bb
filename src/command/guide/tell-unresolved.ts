import type { NextCommand } from "../../render/next-command.ts";
import { safe } from "../../safe-text.ts";
import type { Run } from "../run.ts";
import { useJournal } from "../use-journal.ts";

/** Says in one line when something is unresolved, before anybody begins something new. */
export async function tellUnresolved(run: Run, nextCommand: NextCommand): Promise<void> {
  const open = await useJournal(run, { create: false }, (journal) =>
    journal.count({ outcome: "unknown" }),
  );
  if (open === 0) return;
  const attempts = open === 1 ? "1 attempt has" : `${open} attempts have`;
  run.talk.show(safe`${attempts} no known outcome. See: ${nextCommand("status")}`);
}
