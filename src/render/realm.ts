import type { Accounts } from "../config/settings.ts";
import { renderProse } from "./prose.ts";
import type { Screen } from "./screen.ts";
import { visible } from "./untrusted.ts";

/** Live or stand-in, unmistakably: in words, and in colour where there is one. */
export function renderRealm(
  { realm, url }: Pick<Accounts["rpc"], "realm" | "url">,
  account: string,
  screen: Screen,
): string {
  const { paint, plain } = screen;
  const who = `account ${visible(account)}`;
  // Inverse, so that the terminal's own background is the colour of the text: readable in light and dark.
  const badge = (word: string) => (plain ? word : ` ${word} `);
  const say = (words: string, where: string) => renderProse(`${words} ${who} ${where}`, screen);
  switch (realm) {
    case "live":
      return say(`${paint.red.bold.inverse(badge("LIVE"))} real money,`, `at ${url.host}`);
    case "sandbox":
      return say(
        `${paint.green.bold.inverse(badge("STAND-IN"))} (no real money),`,
        "on this machine",
      );
    default:
      return say(
        `${paint.magenta.bold.inverse(badge("OTHER ENDPOINT"))} not 2Checkout's own,`,
        `at ${url.host}`,
      );
  }
}
