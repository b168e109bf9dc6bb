import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../src/sandbox/server.ts";
import { type Desk, deskWithShop } from "../support/program.ts";
import { type AtScreen, atScreen } from "../support/screen.ts";

const program = fileURLToPath(new URL("program-with-keychain.js", import.meta.url));

export interface LoginDesk {
  readonly desk: Desk;
  readonly sandbox: Sandbox;
  /** What the keychain has of credentials, as text. */
  readonly kept: () => string;
  readonly start: (
    argv: readonly string[],
    env?: Readonly<Record<string, string>>,
    columns?: number,
  ) => AtScreen;
}

/** A desk that has a keychain, and credentials nowhere. */
export async function deskWithKeychain(): Promise<LoginDesk> {
  const { desk, sandbox } = await deskWithShop();
  for (const name of ["MERCHANT_CODE", "SECRET_KEY", "LEGACY_USERNAME", "LEGACY_PASSWORD"]) {
    Reflect.deleteProperty(desk.env, `REFUND_${name}`);
  }
  const file = join(desk.home, "keychain.json");
  desk.env["TEST_KEYCHAIN"] = file;
  return {
    desk,
    sandbox,
    kept: () => (existsSync(file) ? readFileSync(file, "utf8") : "{}"),
    start: (argv, env = {}, columns = 80) => atScreen(desk, argv, { env, program, columns }),
  };
}
