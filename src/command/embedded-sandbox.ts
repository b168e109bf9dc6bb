import type { Credentials } from "../config/credentials.ts";
import type { Accounts } from "../config/settings.ts";
import type { Context } from "../context.ts";
import { Secret } from "../domain/secret.ts";
import { UsageError } from "../failure.ts";
import { type InjectedFault, parseFault } from "../sandbox/faults.ts";
import { type Sandbox, startSandbox } from "../sandbox/server.ts";
import { makeSandboxFolder, sandboxJournal } from "./sandbox-folder.ts";

/** A stand-in inside this process. Its state is kept in the user's data folder. */
export interface EmbeddedSandbox extends Accounts {
  readonly stop: () => Promise<void>;
}

export async function startEmbedded(context: Context): Promise<EmbeddedSandbox> {
  const folder = makeSandboxFolder(context);
  const sandbox = await startSandbox({
    folder,
    clock: context.now,
    faults: faultsOf((context.env["REFUND_SANDBOX_FAULT"] ?? "").split(",")),
  }).catch(refuseShop);
  return {
    ...accountsOf(sandbox),
    journal: sandboxJournal(folder),
    stop: () => sandbox.stop(),
  };
}

/** @throws UsageError, saying why the stand-in cannot start */
export function refuseShop(error: unknown): never {
  const words = error instanceof Error ? error.message : String(error);
  throw new UsageError(
    `The stand-in cannot start: ${words}\nStart over with: refund sandbox reset`,
  );
}

/** The faults to rehearse, such as `drop-after:issueRefund`. @throws UsageError */
export function faultsOf(texts: readonly string[]): readonly InjectedFault[] {
  return texts
    .filter((text) => text.trim() !== "")
    .map((text) => {
      const fault = parseFault(text.trim());
      if (typeof fault === "string") throw new UsageError(fault);
      return fault;
    });
}

function accountsOf(sandbox: Sandbox): Pick<Accounts, "rpc" | "legacy"> {
  const credentials = (name: string, secret: string): Credentials => ({
    name,
    secret: new Secret(secret),
    source: "sandbox",
  });
  const realm = "sandbox";
  return {
    rpc: {
      url: new URL(sandbox.rpcUrl),
      realm,
      hashAlgorithm: "sha256",
      credentials: credentials(sandbox.merchantCode, sandbox.secretKey),
    },
    legacy: {
      url: new URL(sandbox.legacyUrl),
      realm,
      credentials: credentials(sandbox.legacyUsername, sandbox.legacyPassword),
    },
  };
}
