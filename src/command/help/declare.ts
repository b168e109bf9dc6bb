import type { Command } from "commander";
import { UsageError } from "../../failure.ts";
import { didYouMean } from "../../domain/nearest.ts";
import { nothing, safe, visibleLines } from "../../safe-text.ts";
import { exitCodesHelp } from "../../program/exit-codes-help.ts";
import { type Declare, examples, namesBelow, nothingMore } from "../../program/host.ts";

/** `help`: of a command, or on a topic that all commands share. */
export const declareHelp: Declare = (help, { done, declare }) => {
  help
    .description(`Help on a command or a topic. The topics: ${topicNames.join(", ")}.`)
    .addHelpText("after", examples("refund help partial", "refund help topics"))
    .action(async (what: readonly string[]) => {
      const [name] = what;
      const topic = name === undefined ? undefined : topicText(name);
      if (topic !== undefined) {
        done({ code: 0, out: safe`${visibleLines(topic.trim())}\n`, err: nothing });
        return;
      }
      let command = help.parent ?? help;
      for (const word of what) {
        command = commandBelow(command, word);
        await declare(command);
      }
      command.outputHelp();
      done(nothingMore);
    });
};

function commandBelow(parent: Command, name: string): Command {
  const command = named(name, parent);
  if (command !== undefined) return command;
  const all = helpBelow(parent);
  if (all.length === 0) throw new UsageError(`${parent.name()} has no subcommands.`);
  throw new UsageError(
    `There is no help on "${name}".${didYouMean(name, all)}\nTry one of: ${all.join(", ")}.`,
  );
}

function named(name: string, { commands }: Command): Command | undefined {
  return commands.find((candidate) => candidate.name() === name);
}

/** The words that may follow `help` or the command's own name. */
function helpBelow(command: Command): readonly string[] {
  const onTopics = command.parent === null ? [...topicNames, listName] : [];
  return [...namesBelow(command), ...onTopics];
}

/** The words that may come next after `help` and these words; none if they are not a command. */
export function helpBehind(program: Command, words: readonly string[]): readonly string[] {
  const command = words.reduce<Command | undefined>(
    (parent, name) => parent && named(name, parent),
    program,
  );
  return command === undefined ? [] : helpBelow(command);
}

/** `refund help topics` lists them. */
const listName = "topics";

function topicText(name: string): string | undefined {
  if (name === listName) return topicList();
  return Object.hasOwn(topics, name) ? topics[name]?.text : undefined;
}

function topicList(): string {
  const widest = Math.max(...topicNames.map(({ length }) => length));
  const lines = topicNames.map((name) => `  ${name.padEnd(widest)}  ${topics[name]?.about ?? ""}`);
  return `Topics that concern all commands:\n\n${lines.join("\n")}\n\nRead one: refund help ${topicNames[0] ?? ""}`;
}

interface Topic {
  readonly about: string;
  readonly text: string;
}

const topics: Readonly<Record<string, Topic>> = {
  "exit-codes": {
    about: "what each exit code means, and what to do then",
    text: `
${exitCodesHelp.trim()}

Only 0 means that it went as you asked: accepted, already refunded, or planned
(--dry-run). With 1, 2, 3, 5, 6 and 130 no money moved. After 6, run the same
command again. 8 is for a batch: each row has its own outcome.

4 means that 2Checkout or a check refused it, and that no refund was seen.
If 2Checkout gave no documented reason, the message says so. Then check the
control panel before you try again.

7 means that it is not known whether 2Checkout made the refund. Do not
refund the order any other way. Run \`refund reconcile\`: it looks at the
order, and asks you if that is not enough.`,
  },
  environment: {
    about: "the environment variables, and what overrides what",
    text: `
Flags override the environment, the environment overrides the settings file,
and the settings file overrides the keychain.

  REFUND_MERCHANT_CODE, REFUND_SECRET_KEY
      the account of the RPC 6.0 API; set both or neither
  REFUND_LEGACY_USERNAME, REFUND_LEGACY_PASSWORD
      the user of the legacy API; set both or neither
  REFUND_RPC_URL, REFUND_LEGACY_URL
      other endpoints
  REFUND_PROFILE, REFUND_CONFIG
      the same as --profile and --config
  REFUND_JOURNAL
      the journal: a file, or the postgres:// URL of one that a team shares
  REFUND_ACCESSIBLE
      plain one-line questions, no redrawing, no columns
  NO_COLOR, TERM=dumb
      no colours; TERM=dumb also does what REFUND_ACCESSIBLE does
  HTTPS_PROXY, NO_PROXY
      a proxy, and the hosts to reach without it
  NODE_EXTRA_CA_CERTS
      your company's certificates
  REFUND_SANDBOX_FAULT
      with --sandbox: what should go wrong

\`refund whoami\` shows where each setting came from; \`refund doctor\` checks them.`,
  },
  json: {
    about: "what --json prints, for scripts",
    text: `
With --json there is exactly one JSON document on stdout, for success and
failure alike, a wrong command line included. \`history\` and \`batch\` write one
per line. --json changes only the output: it does not confirm (--yes
does), and at a terminal questions are still asked, on stderr.

  schema    the document and its version, such as refund.outcome/1
  outcome   accepted, already-refunded, planned, refused, blocked, not-sent,
            unknown, cancelled, failed
  error     null, or code (a stable word), message, attempt, api (2Checkout's
            own words)
  money     decimal text with the currency's digits ("241.49", "3000" JPY);
            null means unknown
  times     ISO 8601 in UTC

Decide by the exit code or the outcome, never by a message:
  $ refund total 73152871 --reason Fraud --yes --json | jq -r .outcome

docs/interfaces.md lists every field and code, and schema/ has JSON Schemas;
both are in the package.`,
  },
};

const topicNames = Object.keys(topics);
