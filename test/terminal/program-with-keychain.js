import { existsSync, readFileSync, writeFileSync } from "node:fs";

// The built program in the real world, but for its keychain, which is the file that the environment names, or
// locked where it names none: a machine that runs tests need not have one.
const { main, processContext } = await import(
  new URL("../../dist/refund.js", import.meta.url).href
);
const file = process.env.TEST_KEYCHAIN ?? "";

/** @param {(kept: Record<string, string>) => string | null} act */
const withKept = (act) => {
  if (file === "") return Promise.resolve({ tag: "unavailable", why: "it is locked" });
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const secret = act(kept);
  writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
  return Promise.resolve({ tag: "done", secret });
};

const keychain = {
  reach: () => withKept(() => null),
  /** @param {string} account */
  read: (account) => withKept((kept) => kept[account] ?? null),
  /** @param {string} account @param {string} secret */
  write: (account, secret) =>
    withKept((kept) => {
      kept[account] = secret;
      return null;
    }),
  /** @param {string} account */
  remove: (account) =>
    withKept((kept) => {
      const was = kept[account] === undefined ? null : "deleted";
      Reflect.deleteProperty(kept, account);
      return was;
    }),
};

process.once("beforeExit", () => process.exit());
process.exitCode = await main(process.argv.slice(2), Object.assign(processContext(), { keychain }));
