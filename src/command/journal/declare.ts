import type { CommonFlags } from "../run.ts";
import { UsageError } from "../../failure.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface CheckFlags extends CommonFlags {
  readonly accept?: boolean;
  readonly yes?: boolean;
}

interface SetupFlags extends CommonFlags {
  readonly role: string;
  readonly printSql?: boolean;
}

/** `journal`: the journal itself, apart from what stands in it. */
export const declareJournal: Declare = (journal, { done, inRun, screens }) => {
  withOptions(journal, [])
    .addHelpText("after", examples("refund journal check", "refund journal setup"))
    .action(() => {
      throw new UsageError("Say what to do with the journal. Write: refund journal check");
    });
  withOptions(journal.command("setup"), [options.agentsRole, options.printSql])
    .summary("make the tables of a journal that a team shares")
    .description(
      "Make the tables of a shared journal in the database that REFUND_JOURNAL or `journal` names, and the role that agents have: it can add and settle refunds, and cannot delete or rewrite them. Run it as a database user who may create a schema and a role. Running it again changes only what is missing.",
    )
    .addHelpText(
      "after",
      examples("refund journal setup", "refund journal setup --print-sql > setup.sql"),
    )
    .action(async ({ role, printSql = false, ...flags }: SetupFlags) => {
      if (printSql) {
        if (flags.json === true) throw new UsageError("--print-sql prints SQL, not JSON.");
        const { setupSql } = await import("../../journal/postgres/setup-sql.ts");
        const { renderSql } = await import("./render.ts");
        done(renderSql(await setupSql(role)));
        return;
      }
      const { setUpJournal } = await import("./set-up-journal.ts");
      const { renderJournalCheck } = await import("./render.ts");
      const found = await inRun(flags, (run) => setUpJournal(role, run));
      done(renderJournalCheck(found, await screens(flags), flags.json === true));
    });
  withOptions(journal.command("upgrade"), [])
    .summary("bring the tables of a shared journal to this version")
    .description(
      "Bring the tables of a shared journal to the newest version that this program knows. Run it as the database user who set the journal up. Other runs never change the tables of a shared journal.",
    )
    .addHelpText("after", examples("refund journal upgrade"))
    .action(async (flags: CommonFlags) => {
      const { upgradeJournal } = await import("./set-up-journal.ts");
      const { renderJournalCheck } = await import("./render.ts");
      const found = await inRun(flags, upgradeJournal);
      done(renderJournalCheck(found, await screens(flags), flags.json === true));
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
