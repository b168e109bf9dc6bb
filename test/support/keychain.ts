import type { Keychain, KeychainAnswer } from "../../src/config/keychain.ts";

/** A keychain in memory, which a test may look into and lock. */
export interface MemoryKeychain extends Keychain {
  readonly kept: Map<string, string>;
  /** The accounts that were looked up, one a look. */
  readonly looked: string[];
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
  const looked: string[] = [];
  const keychain: MemoryKeychain = {
    kept,
    looked,
    locked: null,
    reach: () => unlocked(() => null),
    read: (account) => {
      looked.push(account);
      return unlocked(() => kept.get(account) ?? null);
    },
    write: (account, secret) =>
      unlocked(() => {
        kept.set(account, secret);
        return null;
      }),
    remove: (account) => unlocked(() => (kept.delete(account) ? "deleted" : null)),
  };
  return keychain;
}
