/**
 * The command that helps where a journal cannot be used. The journal does not know how the user called this program,
 * so it does not make the command line: whoever knows the flags does.
 */
export interface Help {
  /** What the command is for: `More`. */
  readonly lead: string;
  /** Its words behind the program's name. */
  readonly command: string;
}

/** Makes a command line of a command's words, with the flags that choose this journal. */
export type CommandLine = (words: string) => string;

/** The command that says what is wrong with a journal, and how to go on. */
export const journalCheck: Help = { lead: "More", command: "journal check" };

/** Why a journal cannot be used, where a command helps. */
export class HelpedError extends Error {
  readonly help: Help;

  constructor(reason: string, help: Help) {
    super(reason);
    this.help = help;
  }
}

/** What an error says, and the command that helps if there is one. */
export function wordsWithHelp(error: unknown, commandLine: CommandLine): string {
  if (!(error instanceof Error)) return String(error);
  const help = isHelped(error) ? error.help : null;
  if (help === null) return error.message;
  return `${error.message}. ${help.lead}: ${commandLine(help.command)}`;
}

function isHelped(error: Error): error is Error & { readonly help: Help | null } {
  return "help" in error;
}
