import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { UsageError } from "../failure.ts";
import { demonstrationLineItems, demonstrationOrders } from "../sandbox/demonstration.ts";
import { joined, safe, writeTo } from "../safe-text.ts";
import { shellWord } from "../render/shell-word.ts";
import { environmentOf } from "../sandbox/environment.ts";
import { startSandbox } from "../sandbox/server.ts";
import { faultsOf, sandboxFolder } from "./embedded-sandbox.ts";

export interface SandboxFlags {
  readonly port?: number;
  readonly fault?: readonly string[];
}

/** Serves both APIs on loopback until it is stopped. The state is the one that `--sandbox` uses. */
export async function serveSandbox(flags: SandboxFlags, context: Context): Promise<void> {
  const { stdout, stderr, onStop } = context;
  const sandbox = await startSandbox({
    port: flags.port ?? 0,
    folder: sandboxFolder(context),
    clock: context.now,
    faults: faultsOf(flags.fault ?? []),
  }).catch((error: unknown) => {
    throw new UsageError(`The stand-in cannot serve: ${String(error)}`);
  });
  // What is rehearsed must not stand among the live attempts.
  const REFUND_JOURNAL = join(sandboxFolder(context), "journal.db");
  const environment = { ...environmentOf(sandbox), REFUND_JOURNAL };
  for (const [name, value] of Object.entries(environment)) {
    writeTo(stdout, safe`export ${name}=${shellWord(value)}\n`);
  }
  const orders = demonstrationOrders.map(({ refNo, about }) => `  ${refNo}  ${about}`);
  const items = demonstrationLineItems.map(({ id, about }) => `  ${id}  ${about}`);
  const [shown, legacy] = [orders, items].map((lines) => joined(lines, safe`\n`));
  writeTo(stderr, safe`\nOrders:\n${shown ?? ""}\nLegacy line items:\n${legacy ?? ""}\n`);
  writeTo(stderr, safe`\nServing. Stop with Ctrl-C.\n`);
  await new Promise<void>((resolve) => {
    const off = onStop(() => {
      off();
      resolve();
    });
  });
  await sandbox.stop();
}

/** Forgets the stand-in's shop and its journal, which is not the live one. */
export function resetSandbox(context: Context): void {
  rmSync(sandboxFolder(context), { recursive: true, force: true });
}
