import { setMaxListeners } from "node:events";
import { openRpc6, type Rpc6 } from "../../api/rpc6/rpc6.ts";
import type { Journal } from "../../journal/journal.ts";
import type { BatchDesk } from "./batch-desk.ts";
import type { BatchInput } from "./batch-input.ts";
import { createGate, type Gate } from "./gate.ts";
import { paceTransport } from "./paced-transport.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import { type RowRun, type RowTools, runOfRow } from "./refund-row.ts";

/** What all rows of a batch are refunded with. */
export interface RowEquipment {
  readonly tools: RowTools;
  readonly journal: Journal;
  readonly gate: Gate;
  /** Stops with the first Ctrl-C. */
  readonly run: RowRun;
}

export interface OpenedRows extends RowEquipment {
  readonly rpc: Rpc6 | null;
  /** The same run for a check of what is unknown, which ends what it has started. */
  readonly checking: RowRun;
  /** A read that no row waits for any more must not keep the process alive. */
  readonly end: () => void;
}

/** Opens what all rows share: one pace for all calls, one login, one journal. */
export function openRowRun(
  prepared: PreparedBatch,
  input: BatchInput,
  { run, journal, giveUp }: Pick<BatchDesk, "run" | "journal"> & { readonly giveUp: AbortSignal },
): OpenedRows {
  const { context } = run;
  const stop = prepared.stop.signal;
  const over = new AbortController();
  const end = () => {
    over.abort();
  };
  giveUp.addEventListener("abort", end);
  // As many as there are rows under way.
  setMaxListeners(0, giveUp, stop);
  const gate = createGate({
    // Of rows that are shared, the journal says when they may start.
    rate: input.dryRun ? input.rate : null,
    clocks: context,
    sleep: context.sleep,
    stop,
    over: over.signal,
  });
  const transport = paceTransport(run.transport, gate, {
    calls: input.concurrency,
    now: context.now,
    random: context.random,
  });
  const paced = { ...run, transport };
  const rpc = prepared.rpc && openRpc6(prepared.rpc, transport, context);
  const inJournal: NonNullable<RowTools["orders"]>["inJournal"] = (work) => work(journal);
  return {
    rpc,
    gate,
    journal,
    tools: {
      orders: prepared.rpc && rpc && { account: prepared.rpc, rpc, inJournal },
      lineItems: prepared.legacy && { account: prepared.legacy, inJournal },
    },
    run: runOfRow(paced, { stop, giveUp }),
    checking: runOfRow(paced, { stop: over.signal, giveUp }),
    end,
  };
}
