import type { Keychain, KeychainAnswer } from "./keychain.ts";

/**
 * A keychain that is asked for each account once: a look takes a process of its own, and where it is locked it
 * asks a person. What is written or removed is looked up anew. Where it could not be used it is asked again, and
 * whether it can be used now is asked each time, because a person may have unlocked it.
 */
export function askedOnce(keychain: Keychain): Keychain {
  const answers = new Map<string, Promise<KeychainAnswer>>();
  const forgetting = async (account: string, change: Promise<KeychainAnswer>) => {
    answers.delete(account);
    const changed = await change;
    // Whoever looked meanwhile may have seen what was there before.
    answers.delete(account);
    return changed;
  };
  const look = async (account: string): Promise<KeychainAnswer> => {
    const answer = await keychain.read(account);
    if (answer.tag === "unavailable") answers.delete(account);
    return answer;
  };
  return {
    reach: keychain.reach,
    read: (account) => {
      const known = answers.get(account);
      if (known !== undefined) return known;
      const answer = look(account);
      answers.set(account, answer);
      return answer;
    },
    write: (account, secret) => forgetting(account, keychain.write(account, secret)),
    remove: (account) => forgetting(account, keychain.remove(account)),
  };
}
