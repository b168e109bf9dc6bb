import type { CommonFlags } from "../../flags.ts";
import { UsageError } from "../../failure.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface CheckFlags extends CommonFlags {
  readonly accept?: boolean;
  readonly yes?: boolean;
}

/** `journal`: the journal itself, apart from what stands in it. */
export const declareJournal: Declare = (journal, { done, inRun, screens }) => {
  withOptions(journal, [])
    .addHelpText("after", examples("refund journal check"))
    .action(() => {
      throw new UsageError("Say what to do with the journal. Write: refund journal check");
    });
  withOptions(journal.command("check"), [options.acceptJournal, options.yes])
    .summary("whether the journal is whole, and what is missing")
    .description(
      "Check whether the journal is whole: its file undamaged, and no older than what this machine has seen of it. Exit 0 when it is, else 1. With --accept, go on with it as it is: refunds that it has forgotten are then not blocked.",
    )
    .addHelpText("after", examples("refund journal check", "refund journal check --accept"))
    .action(async ({ accept = false, yes = false, ...flags }: CheckFlags) => {
      const { checkJournal } = await import("./check-journal.ts");
      const { renderJournalCheck } = await import("./render.ts");
      const found = await inRun(flags, (run) => checkJournal({ accept, yes }, run));
      done(renderJournalCheck(found, await screens(flags), flags.json === true));
    });
};
