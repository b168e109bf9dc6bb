import { Argument } from "commander";

/** What `refund --help` says about a command. The rest is declared when somebody asks for the command (declarations.ts). */
export interface Outline {
  readonly summary: string;
  readonly takes?: Argument;
  readonly hidden?: true;
}

const orderNumber = new Argument("[refno]", "the order number");

/** The commands of the first level, in the order that help lists them. */
export const outlines = {
  total: { takes: orderNumber, summary: "refund everything that is left on an order" },
  partial: { takes: orderNumber, summary: "refund part of an order, by lines or by amount" },
  lineitem: {
    takes: new Argument(
      "[line]",
      "the line: reference or product code; with --legacy the line item id",
    ),
    summary: "refund one whole line of an order",
  },
  cancel: { takes: orderNumber, summary: "cancel a refund that was accepted and not yet paid out" },
  batch: {
    takes: new Argument("[file]", "CSV, NDJSON, JSON or XLSX; - means standard input"),
    summary: "many refunds from a file",
  },
  order: { takes: orderNumber, summary: "show an order, its lines, and what can be refunded" },
  status: { summary: "what waits: unresolved attempts, refunds not yet paid out, batches" },
  reasons: { summary: "the refund reasons; with --legacy the categories" },
  reconcile: {
    takes: new Argument(
      "[which]",
      "an attempt, an order number or a line item id; without it, all that are unresolved",
    ),
    summary: "settle attempts whose outcome is unknown",
  },
  history: {
    takes: new Argument("[which]", "an order number, a line item id, an attempt, or a batch"),
    summary: "what this tool did, newest first",
  },
  journal: { summary: "check the journal itself, or set up one for a team" },
  login: { summary: "check credentials and keep them in the system keychain" },
  logout: { summary: "remove the credentials from the system keychain" },
  whoami: { summary: "which account is in use, and where each setting came from" },
  doctor: { summary: "check settings, keychain, journal, endpoints and credentials" },
  sandbox: { summary: "run a local stand-in for both APIs; no real money" },
  help: {
    takes: new Argument("[what...]", "a command or a topic"),
    summary: "help on a command or a topic",
  },
  completion: {
    takes: new Argument("<shell>").choices(["bash", "zsh", "fish", "powershell"]),
    summary: "print a completion script",
  },
  /** What the completion scripts call at the Tab key. */
  complete: { takes: new Argument("[words...]"), summary: "", hidden: true },
} as const satisfies Readonly<Record<string, Outline>>;

export type CommandName = keyof typeof outlines;

export const commandNames = Object.keys(outlines) as readonly CommandName[];
