import type { Keychain, KeychainAnswer } from "./keychain.ts";

/**
 * A keychain that is asked for each account once: a look takes a process of its own, and where it is locked it
 * asks a person. What is written or removed is looked up anew, and whether it can
 * be used now is asked each time, because a person may have unlocked it.
 */
export function askedOnce(keychain: Keychain): Keychain {
  const answers = new Map<string, Promise<KeychainAnswer>>();
  return {
    reach: keychain.reach,
    read: (account) => {
      const known = answers.get(account);
      if (known !== undefined) return known;
      const answer = keychain.read(account);
      answers.set(account, answer);
      return answer;
    },
    write: (account, secret) => {
      answers.delete(account);
      return keychain.write(account, secret);
    },
    remove: (account) => {
      answers.delete(account);
      return keychain.remove(account);
    },
  };
}
