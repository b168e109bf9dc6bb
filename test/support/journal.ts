import { existsSync } from "node:fs";
import type { Attempt } from "../../src/journal/attempt.ts";
import { openJournal } from "../../src/journal/journal.ts";
import type { Machine } from "./context.ts";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { lineItemId, orderNumber } from "./named.ts";

/** What the journal holds about an order, newest first; nothing when there is no journal. */
export async function attemptsOn(
  machine: Machine,
  sandbox: Sandbox,
  number: string,
): Promise<readonly Attempt[]> {
  if (!existsSync(machine.journal)) return [];
  const journal = await openJournal(machine.journal);
  try {
    const realm = new URL(sandbox.rpcUrl).origin;
    const legacy = number.length === 10;
    return await journal.attemptsOn(
      legacy
        ? { realm, api: "legacy", account: sandbox.legacyUsername, number: lineItemId(number) }
        : { realm, api: "rpc6", account: sandbox.merchantCode, number: orderNumber(number) },
    );
  } finally {
    await journal.close();
  }
}
