import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { demonstrationAccount } from "./merchant.ts";
import { answer, methodOf } from "./answering.ts";
import { cancelRefund } from "./cancelling.ts";
import { controlsPath, handleControls, type Controls, type SeenRequest } from "./controls.ts";
import { demonstrationAt, openingMemory } from "./demonstration.ts";
import { isMethod, takeFault, type InjectedFault } from "./faults.ts";
import { folderStore } from "./folder-store.ts";
import { deliver, readRequest, serve } from "./http-host.ts";
import { htmlResponse, type Delivery, type HttpRequest } from "./http.ts";
import { ledgerOf } from "./ledger.ts";
import { placeRefund } from "./refunding.ts";
import type { RefundsShape } from "./shapes.ts";
import { settleAll, type Memory, type Shop } from "./shop.ts";
import { memoryStore } from "./store.ts";

/** How to start the stand-in. */
export interface SandboxOptions {
  /** 0, the default: a free one. */
  readonly port?: number;
  /** The folder that keeps the state, shared by every process that names it; null, the default: memory only. */
  readonly folder?: string | null;
  /** Milliseconds since the epoch; default `Date.now`. */
  readonly clock?: () => number;
  /** How long a refund is pending; default 10 seconds. */
  readonly settleAfterMs?: number;
  /** How getOrder shows refunds; default "list". */
  readonly refundsShape?: RefundsShape;
  /** Whether getOrder shows a refund that is still pending; default false. */
  readonly pendingShown?: boolean;
  /** Whether getOrder lists a refund that was cancelled or declined, as such; default false. */
  readonly withdrawnShown?: boolean;
  /** What cancelRefund answers when it did so: true, the default, or a record with the refund's id. */
  readonly cancelAnswer?: "true" | "record";
  /** Waits this long before every answer; default 0. */
  readonly delayMs?: number;
  /** PEM texts to serve HTTPS with; null, the default: plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string } | null;
  readonly faults?: readonly InjectedFault[];
  /** How many orders and line items to add to the demonstration (generated.ts); default 0. */
  readonly orders?: number;
}

/** The running stand-in, with the credentials it accepts. */
export interface Sandbox extends Controls {
  /** `http://127.0.0.1:PORT/rpc/6.0/`, or https. */
  readonly rpcUrl: string;
  /** `http://127.0.0.1:PORT/api/`, or https. */
  readonly legacyUrl: string;
  readonly merchantCode: string;
  readonly secretKey: string;
  readonly legacyUsername: string;
  readonly legacyPassword: string;
  /** Closes every connection, also those left hanging, and the port. */
  stop: () => Promise<void>;
}

/** Serves both APIs on 127.0.0.1. Rejects when the port is taken or the folder cannot be used. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, folder = null, clock = Date.now, delayMs = 0, tls = null } = options;
  const settings = {
    settleAfterMs: options.settleAfterMs ?? 10_000,
    refundsShape: options.refundsShape ?? "list",
    pendingShown: options.pendingShown ?? false,
    withdrawnShown: options.withdrawnShown ?? false,
    cancelAnswer: options.cancelAnswer ?? "true",
  };
  const open = (): Memory => openingMemory(clock());
  const store = folder === null ? memoryStore(open) : folderStore(folder, open);
  const faults: InjectedFault[] = [...(options.faults ?? [])];
  const seen: SeenRequest[] = [];
  const stopping = new AbortController();

  // Its orders stay the same as long as the shop does.
  let demonstration = { openedAt: NaN, ...demonstrationAt(0) };
  const demonstrated = ({ openedAt }: Memory) => {
    if (demonstration.openedAt !== openedAt) {
      demonstration = { openedAt, ...demonstrationAt(openedAt) };
    }
    return demonstration;
  };

  const inShop = <T>(act: (shop: Shop) => T): T =>
    store.change((memory) =>
      act({
        account: demonstrationAccount,
        settings,
        memory,
        now: clock(),
        generated: options.orders ?? 0,
        ...demonstrated(memory),
      }),
    );

  const controls: Controls = {
    addFault: (fault) => void faults.push(fault),
    clearFaults: () => void faults.splice(0),
    settle: () => {
      inShop(settleAll);
    },
    reset: () => {
      faults.splice(0);
      seen.splice(0);
      store.reset();
    },
    refundElsewhere: (refNo, amount) => {
      const wish = { refNo, amount, items: [], comment: null, reason: "Other" };
      const refusal = inShop((shop) => placeRefund(shop, wish, "panel"));
      if (refusal !== null) throw new Error(refusal);
    },
    cancelElsewhere: (refNo) => {
      const cancelled = inShop((shop) => cancelRefund(shop, refNo, "panel"));
      if (typeof cancelled === "string") throw new Error(cancelled);
    },
    ledger: () => inShop(ledgerOf),
    requests: () => [...seen],
  };

  const decide = async (request: HttpRequest): Promise<Delivery> => {
    if (request.path.startsWith(controlsPath)) {
      return { how: "send", response: handleControls(controls, request) };
    }
    const method = methodOf(request);
    const { verb, path, body } = request;
    seen.push({ at: clock(), verb, path, method, body });
    const fault = takeFault(faults, isMethod(method) ? method : null);
    const pause = delayMs + (fault?.afterMs ?? 0);
    if (pause > 0) await wait(pause, undefined, { signal: stopping.signal });
    return inShop((shop) => answer(shop, request, fault));
  };

  const respond = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    if (request === null) return;
    const delivery = await decide(request).catch((error: unknown): Delivery => {
      if (stopping.signal.aborted) return { how: "drop" };
      return { how: "send", response: htmlResponse(500, `The stand-in failed: ${String(error)}`) };
    });
    deliver(delivery, outgoing, clock());
  };

  // A folder that cannot be used should fail here, not at the first request.
  inShop(() => null);
  const host = await serve(port, tls, (incoming, outgoing) => void respond(incoming, outgoing));
  const { merchantCode, secretKey, legacyUsername, legacyPassword } = demonstrationAccount;
  return {
    rpcUrl: `${host.origin}/rpc/6.0/`,
    legacyUrl: `${host.origin}/api/`,
    merchantCode,
    secretKey,
    legacyUsername,
    legacyPassword,
    ...controls,
    stop: async () => {
      stopping.abort();
      await host.close();
      store.close();
    },
  };
}
