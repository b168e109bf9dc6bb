import type { Accounts } from "../config/settings.ts";
import type { Screen } from "./screen.ts";
import { visible } from "./untrusted.ts";

/** Live or stand-in, unmistakably: in words, and in colour where there is one. */
export function renderRealm(
  { realm, url }: Pick<Accounts["rpc"], "realm" | "url">,
  account: string,
  { paint, plain }: Screen,
): string {
  const who = `account ${visible(account)}`;
  const badge = (word: string) => (plain ? word : ` ${word} `);
  switch (realm) {
    case "live":
      return `${paint.bgRed.white.bold(badge("LIVE"))} real money, ${who} at ${url.host}`;
    case "sandbox":
      return `${paint.bgGreen.black.bold(badge("STAND-IN"))} (no real money), ${who} on this machine`;
    default:
      return `${paint.bgYellow.black.bold(badge("OTHER ENDPOINT"))} not 2Checkout's own, ${who} at ${url.host}`;
  }
}
