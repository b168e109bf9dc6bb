import { Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
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

/** `journal`: the journal itself, as opposed to what is in it. */
export const declareJournal: Declare = (journal, { done, inRun, screens }) => {
  withOptions(journal, [])
    .description(
      "Look after the journal itself: check whether it is whole, copy it, or set one up that a team shares. What is in it: refund history.",
    )
    .addHelpText("after", examples("refund journal check", "refund journal setup"))
    .action(async (flags: CommonFlags) => {
      const { nextCommand } = await screens(flags);
      const check = nextCommand("journal check").text;
      throw new UsageError(`Name a command for the journal: ${check}`);
    });
  withOptions(journal.command("setup"), [
    new Option("--role <name>", "the database role that agents have").default("refund_agents"),
    new Option("--print-sql", "print the SQL for somebody else to run; change nothing"),
  ])
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
      const { renderJournalCheck, renderSetup } = await import("./render.ts");
      const setup = await inRun(flags, (run) => setUpJournal(role, run));
      const json = flags.json === true;
      const rendered = renderJournalCheck(setup.found, await screens(flags), json);
      done(json ? rendered : renderSetup(setup, rendered));
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
  withOptions(
    journal
      .command("copy")
      .argument("[from]", "a journal's file, or its URL without a password")
      .argument("[to]", "likewise"),
    [],
  )
    .summary("bring one journal into another, as a file into a team's")
    .description(
      "Bring all that one journal holds into another. Running it again adds only what is missing. A file that is copied to a team's database refuses refunds from then on. Copying to a file makes a backup, also of a journal in use.",
    )
    .addHelpText(
      "after",
      examples("refund journal copy ~/journal.db postgres://ann@db.example/refunds"),
    )
    .action(async (from: string | undefined, to: string | undefined, flags: CommonFlags) => {
      if (from === undefined || to === undefined) {
        const { missing } = await import("../missing-input.ts");
        // Nobody is asked for these.
        throw missing(
          [...(from === undefined ? ["the journal to copy"] : []), "the journal to copy it into"],
          true,
        );
      }
      const { copyJournal } = await import("./copy-journal.ts");
      const { inspectPlace } = await import("./check-journal.ts");
      const { renderJournalCheck, renderCopied } = await import("./render.ts");
      const { copied, found } = await inRun(flags, async (run) => {
        const copied = await copyJournal(from, to, run);
        return { copied, found: await inspectPlace(copied.to, run) };
      });
      const shown = await screens(flags);
      const rendered = renderJournalCheck(found, shown, flags.json === true);
      done(flags.json === true ? rendered : renderCopied(copied, rendered));
    });
  withOptions(journal.command("check"), [
    new Option("--accept", "use the journal as it is, although some of it is missing"),
    options.yes,
  ])
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
