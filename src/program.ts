import { Command } from "commander";
import type { Context } from "./context.ts";
import { declareBatch } from "./program/batch.ts";
import { createHost, type Host } from "./program/host.ts";
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
  const program = new Command("refund")
    .description("Refund 2Checkout (Verifone) orders: shown first, sent once, never lost.")
    .version(version, "-V, --version")
    .showSuggestionAfterError()
    // What follows a subcommand is the subcommand's: `history prune --sandbox` must not be history's.
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", exitCodesHelp);
  const host = createHost(context, done);
  declareRefunds(program, host);
  declareBatch(program, host);
  declareReads(program, host);
  declareJournal(program, host);
  declareSandbox(program, host);
  return program;
}

const exitCodesHelp = `
Exit codes:
  0  done, or a read that worked      5  blocked by an earlier attempt
  1  a fault here, nothing sent       6  not sent, safe to run again
  2  a wrong or missing flag          7  UNKNOWN: run \`refund reconcile\`
  3  settings or credentials        130  stopped by the user, nothing sent
  4  refused, no money moved          8  a batch with rows that were not accepted

Try it without an account: refund total 73152871 --reason Fraud --sandbox`;
