import { Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { options } from "../../program/options.ts";
import { readName } from "../../program/read-name.ts";

/** The flags of every command that makes one refund. */
export interface RefundFlags extends CommonFlags {
  readonly reason?: string;
  readonly comment?: string;
  readonly ticket?: string;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly again?: string;
  readonly expectEmail?: string;
  readonly confirmAmount?: string;
  readonly skipChecks?: boolean;
}

export const refundOptions: readonly Option[] = [
  options.reason,
  options.comment,
  options.ticket,
  options.yes,
  options.dryRun,
  new Option("--again <attempt>", "repeat this accepted attempt on purpose, once"),
  options.expectEmail,
  new Option("--confirm-amount <money>", "refuse when the refund is not exactly this amount"),
  new Option("--skip-checks", "only warn where local checks would refuse; 2Checkout decides"),
];

/** What these flags say, apart from what is refunded. */
export function inputOf(flags: RefundFlags) {
  return {
    reason: flags.reason,
    comment: flags.comment,
    ticket: flags.ticket,
    yes: flags.yes === true,
    dryRun: flags.dryRun === true,
    again: flags.again === undefined ? undefined : readName(flags.again, "--again"),
    expectEmail: flags.expectEmail,
    confirmAmount: flags.confirmAmount,
    statedBy: "--confirm-amount" as const,
    skipChecks: flags.skipChecks === true,
    expectCurrency: undefined,
    row: null,
    objection: null,
    guide: null,
  };
}
