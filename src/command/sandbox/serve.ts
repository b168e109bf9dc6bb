import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../context.ts";
import { openingMemory } from "../../sandbox/demonstration.ts";
import { safe, writeTo } from "../../safe-text.ts";
import { shellWord } from "../../render/shell-word.ts";
import { environmentOf } from "../../sandbox/environment.ts";
import { resetFolder, shopFileName } from "../../sandbox/folder-store.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { faultsOf, refuseShop } from "../embedded-sandbox.ts";
import { makeSandboxFolder, sandboxFolder } from "../sandbox-folder.ts";
import { renderSampleOrders } from "./sample-orders.ts";

export interface SandboxFlags {
  readonly port?: number;
  readonly fault?: readonly string[];
}

/** Serves both APIs on loopback until it is stopped. The state is the one that `--sandbox` uses. */
export async function serveSandbox(flags: SandboxFlags, context: Context): Promise<void> {
  const { stdout, stderr, onStop } = context;
  const folder = makeSandboxFolder(context);
  const sandbox = await startSandbox({
    port: flags.port ?? 0,
    folder,
    clock: context.now,
    faults: faultsOf(flags.fault ?? []),
  }).catch(refuseShop);
  // Rehearsed attempts must not be mixed with live ones.
  const REFUND_JOURNAL = join(folder, "journal.db");
  const environment = { ...environmentOf(sandbox), REFUND_JOURNAL };
  for (const [name, value] of Object.entries(environment)) {
    writeTo(stdout, safe`export ${name}=${shellWord(value)}\n`);
  }
  writeTo(stderr, safe`\n${renderSampleOrders()}\n`);
  writeTo(stderr, safe`\nServing. Stop with Ctrl-C.\n`);
  await new Promise<void>((resolve) => {
    const off = onStop(() => {
      off();
      resolve();
    });
  });
  await sandbox.stop();
}

/**
 * Forgets the stand-in's shop and its journal, which is not the live one. A running `refund sandbox` continues
 * with the new shop: its file is emptied, not removed.
 */
export function resetSandbox(context: Context): void {
  const folder = sandboxFolder(context);
  if (!existsSync(folder)) return;
  resetFolder(folder, () => openingMemory(context.now()));
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(shopFileName))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}
