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
  // Inverse, so that the terminal's own background is the colour of the text: readable in light and dark.
  const badge = (word: string) => (plain ? word : ` ${word} `);
  switch (realm) {
    case "live":
      return `${paint.red.bold.inverse(badge("LIVE"))} real money, ${who} at ${url.host}`;
    case "sandbox":
      return `${paint.green.bold.inverse(badge("STAND-IN"))} (no real money), ${who} on this machine`;
    default:
      return `${paint.yellow.bold.inverse(badge("OTHER ENDPOINT"))} not 2Checkout's own, ${who} at ${url.host}`;
  }
}
