import { createRequire } from "node:module";
import { userInfo } from "node:os";
import type Keyring from "@napi-rs/keyring";
import { foldersOf } from "../../src/folders.ts";
import { unpack } from "./unpack.ts";

/**
 * In the place of the class of this name in `@napi-rs/keyring`: its native part, unpacked from the executable when it
 * is first used. Loading it only then lets a failure be reported like any other trouble with the keychain.
 */
export class Entry {
  readonly #entry: Keyring.Entry;

  constructor(...named: ConstructorParameters<typeof Keyring.Entry>) {
    this.#entry = new (nativePart().Entry)(...named);
  }

  getPassword(): string | null {
    return this.#entry.getPassword();
  }

  setPassword(password: string): void {
    this.#entry.setPassword(password);
  }

  deleteCredential(): boolean {
    return this.#entry.deleteCredential();
  }
}

/** @throws Error that names the folder and the cause */
function nativePart(): typeof Keyring {
  const folder = cacheFolder();
  try {
    return createRequire(process.execPath)(unpack("keyring.node", folder)) as typeof Keyring;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`its native part cannot be unpacked into ${folder} and loaded: ${why}`, {
      cause: error,
    });
  }
}

function cacheFolder(): string {
  const { platform, env } = process;
  const { cache } = foldersOf({ platform, env, userHome: () => userInfo().homedir });
  if (cache !== null) return cache;
  throw new Error("its native part cannot be unpacked: there is no home folder");
}
