import type { CommonFlags } from "../../flags.ts";
import type { Currency } from "../../domain/currency.ts";
import type { Money } from "../../domain/money.ts";
import type { Column, DecimalSign } from "../../domain/row-columns.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { readName } from "../../program/read-name.ts";
import { batchOptions } from "./batch-options.ts";

interface BatchFlags extends CommonFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly concurrency: number;
  readonly rate?: number;
  readonly stopAfter?: number;
  readonly output?: string;
  readonly template?: boolean;
  readonly expectTotal?: ReadonlyMap<Currency, Money>;
  readonly maxRows?: number;
  readonly resume?: string;
  readonly newBatch?: boolean;
  readonly encoding?: string;
  readonly decimal?: DecimalSign;
  readonly map?: ReadonlyMap<Column, string>;
  readonly ignoreOtherColumns?: boolean;
  readonly sheet?: string;
  readonly formulaValues?: boolean;
  readonly includeHidden?: boolean;
  readonly despiteRefunds?: boolean;
  readonly limit?: number;
  readonly failed?: string;
  readonly expect?: string;
  readonly expectLegacy?: number;
}

/** `batch`: many refunds from a file. */
export const declareBatch: Declare = (command, { context, done, inRun, asks, screens }) => {
  withOptions(command, batchOptions)
    .description(
      "Make the refunds listed in a CSV, NDJSON, JSON or XLSX file. Every row is checked before the first one is sent. If the batch stops, run it again with the same file to continue. Each row's result is a line of NDJSON, or a sentence at a terminal without --json.",
    )
    .addHelpText(
      "after",
      examples(
        "refund batch --template > refunds.csv",
        "refund batch refunds.csv --dry-run",
        "refund batch refunds.csv --expect-total USD=1234.50 --output results.ndjson",
      ),
    )
    .action(async (source: string | undefined, flags: BatchFlags) => {
      if (flags.template === true) {
        const { renderTemplate } = await import("./template.ts");
        done(renderTemplate());
        return;
      }
      if (source === undefined) {
        const { confirmation, missing } = await import("../missing-input.ts");
        const asked = asks(flags);
        const isConfirmed = flags.yes === true || flags.dryRun === true || asked;
        const file = "the file of refunds (- for standard input)";
        throw missing([file, ...(isConfirmed ? [] : [confirmation])], asked);
      }
      const { runBatch } = await import("./batch.ts");
      // Loaded before anything is sent: afterwards no fault in loading may hide what came of it.
      const { renderBatchEnd } = await import("./render.ts");
      const input = {
        source,
        yes: flags.yes === true,
        dryRun: flags.dryRun === true,
        concurrency: flags.concurrency,
        rate: flags.rate ?? null,
        stopAfter: flags.stopAfter ?? null,
        output: flags.output ?? null,
        failed: flags.failed ?? null,
        spoken: context.terminal.stdout && flags.json !== true,
        resume: flags.resume === undefined ? null : readName(flags.resume, "--resume"),
        newBatch: flags.newBatch === true,
        reading: {
          encoding: flags.encoding ?? null,
          decimal: flags.decimal ?? null,
          map: flags.map ?? new Map(),
          ignoreOthers: flags.ignoreOtherColumns === true,
          sheet: {
            name: flags.sheet ?? null,
            formulaValues: flags.formulaValues === true,
            includeHidden: flags.includeHidden === true,
          },
        },
        despiteRefunds: flags.despiteRefunds === true,
        limit: flags.limit ?? null,
        approval: {
          fingerprint: flags.expect ?? null,
          totals: flags.expectTotal ?? new Map(),
          legacy: flags.expectLegacy ?? null,
          maxRows: flags.maxRows ?? null,
        },
      };
      const both = await screens(flags);
      done(renderBatchEnd(await inRun(flags, (run) => runBatch(input, run)), both));
    });
};
