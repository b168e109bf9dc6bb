import { Command } from "commander";
import type { Context } from "./context.ts";
import { declareHelp, exitCodesHelp } from "./program/help.ts";
import { declareBatch } from "./program/batch.ts";
import { createHost, type Host } from "./program/host.ts";
import { declareAccount } from "./program/account.ts";
import { declareCompletion } from "./program/completion.ts";
import { declareGuide } from "./program/guide.ts";
import { declareJournal } from "./program/journal.ts";
import { declareReads } from "./program/looking.ts";
import { declareRefunds } from "./program/refunding.ts";
import { declareSandbox } from "./program/sandbox.ts";
import { version } from "./version.ts";

/**
 * The command tree. Each action loads its command when it runs, so that help and version load nothing.
 * @param done receives what the command leaves behind
 */
export function createProgram(context: Context, done: Host["done"]): Command {
  const host = createHost(context, done);
  const program = declareTree(host);
  declareCompletion(program, host, () => declareTree(host));
  return program;
}

function declareTree(host: Host): Command {
  const program = new Command("refund")
    .description("Refund 2Checkout (Verifone) orders: shown first, sent once, never lost.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    // What follows a subcommand is the subcommand's: `history prune --sandbox` must not be history's.
    .enablePositionalOptions()
    .addHelpText("after", `${exitCodesHelp}\n${trialHelp}`);
  declareGuide(program, host);
  declareRefunds(program, host);
  declareBatch(program, host);
  declareReads(program, host);
  declareJournal(program, host);
  declareAccount(program, host);
  declareSandbox(program, host);
  declareHelp(program, host);
  return program;
}

const trialHelp = `
Topics: refund help exit-codes, refund help environment, refund help json

Try it without an account: refund total 73152871 --reason Fraud --sandbox
Its other orders are told by: refund sandbox`;
