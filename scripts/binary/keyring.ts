import { createRequire } from "node:module";
import { userInfo } from "node:os";
import type Keyring from "@napi-rs/keyring";
import { foldersOf } from "../../src/folders.ts";
import { unpack } from "./unpack.ts";

/** In the place of the package `@napi-rs/keyring`: its native part, unpacked from the executable. */
const { cache } = foldersOf({
  platform: process.platform,
  env: process.env,
  userHome: () => userInfo().homedir,
});
if (cache === null) throw new Error("There is no home folder for the keychain's native part.");
const native = createRequire(process.execPath)(unpack("keyring.node", cache)) as typeof Keyring;

export const { Entry } = native;
