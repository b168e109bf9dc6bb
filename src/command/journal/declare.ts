import type { CommonFlags } from "../../flags.ts";
import { UsageError } from "../../failure.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface CheckFlags extends CommonFlags {
  readonly accept?: boolean;
  readonly yes?: boolean;
}

/** `journal`: the journal itself, as opposed to what is in it. */
export const declareJournal: Declare = (journal, { done, inRun, screens }) => {
  withOptions(journal, [])
    .addHelpText("after", examples("refund journal check"))
    .action(() => {
      throw new UsageError("Name a command for the journal: refund journal check");
    });
  withOptions(journal.command("check"), [options.acceptJournal, options.yes])
    .summary("check whether the journal is whole, and what is missing")
    .description(
      "Check whether the journal is whole: the file is not damaged, and not older than the newest state this machine has seen. Exit 0 if it is, else 1. With --accept, use the journal as it is: it will not block a repeat of any refund that it has lost.",
    )
    .addHelpText("after", examples("refund journal check", "refund journal check --accept"))
    .action(async ({ accept = false, yes = false, ...flags }: CheckFlags) => {
      const { checkJournal } = await import("./check-journal.ts");
      const { renderJournalCheck } = await import("./render.ts");
      const found = await inRun(flags, (run) => checkJournal({ accept, yes }, run));
      done(renderJournalCheck(found, await screens(flags), flags.json === true));
    });
};
