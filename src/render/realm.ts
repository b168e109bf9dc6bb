import type { Accounts } from "../config/settings.ts";
import { safe, type SafeText } from "../safe-text.ts";
import { renderProse } from "./prose.ts";
import type { Screen } from "./screen.ts";

/** Live or stand-in, unmistakably: in words, and in colour where there is one. */
export function renderRealm(
  { realm, url }: Pick<Accounts["rpc"], "realm" | "url">,
  account: string,
  screen: Screen,
): SafeText {
  const { paint, plain } = screen;
  const who = `account ${account}`;
  // Inverse, so that the text has the terminal's own background colour: readable in light and dark.
  const badge = (word: string) => (plain ? word : ` ${word} `);
  const say = (words: SafeText, where: string) =>
    renderProse(safe`${words} ${who} ${where}`, screen);
  switch (realm) {
    case "live":
      return say(safe`${paint.red.bold.inverse(badge("LIVE"))} real money,`, `at ${url.host}`);
    case "sandbox":
      return say(
        safe`${paint.green.bold.inverse(badge("STAND-IN"))} (no real money),`,
        "on this machine",
      );
    default:
      return say(
        safe`${paint.magenta.bold.inverse(badge("OTHER ENDPOINT"))} not 2Checkout's own,`,
        `at ${url.host}`,
      );
  }
}
