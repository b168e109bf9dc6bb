import type { Keychain, KeychainAnswer } from "../../src/config/keychain.ts";

/** A keychain in memory, which a test may look into and lock. */
export interface MemoryKeychain extends Keychain {
  readonly kept: Map<string, string>;
  /** Why it cannot be used; null when it can. */
  locked: string | null;
}

export function memoryKeychain(): MemoryKeychain {
  const kept = new Map<string, string>();
  const unlocked = (act: () => string | null): Promise<KeychainAnswer> =>
    Promise.resolve(
      keychain.locked === null
        ? { tag: "done", secret: act() }
        : { tag: "unavailable", why: keychain.locked },
    );
  const keychain: MemoryKeychain = {
    kept,
    locked: null,
    read: (account) => unlocked(() => kept.get(account) ?? null),
    write: (account, secret) =>
      unlocked(() => {
        kept.set(account, secret);
        return null;
      }),
    remove: (account) => unlocked(() => (kept.delete(account) ? "deleted" : null)),
  };
  return keychain;
}
