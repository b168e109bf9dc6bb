import { Option } from "commander";
import { LenientOption } from "./lenient-option.ts";

/** The options of several commands, each made once. What one command alone takes stands in its folder. */
export const options = {
  reason: new Option("--reason <text>", "the refund reason, as configured on the account"),
  comment: new LenientOption("be empty", "--comment <text>", "a comment; the customer reads it"),
  ticket: new Option("--ticket <text>", "a ticket number, kept in the journal only"),
  legacy: new Option("--legacy", "use the legacy REST API"),
  yes: new Option("-y, --yes", "skip the confirmation"),
  dryRun: new Option("--dry-run", "read, check and show the request; send nothing"),
  expectEmail: new Option("--expect-email <address>", "refuse when the customer is someone else"),
  web: new Option("--web", "open the order in the control panel, in your browser (orderPage)"),
} as const;
