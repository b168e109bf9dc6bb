import type { NextCommand } from "../../render/next-command.ts";
import { renderProse } from "../../render/prose.ts";
import type { Screen } from "../../render/screen.ts";
import { safe, type SafeText, visibleLines } from "../../safe-text.ts";
import type { OrderVerdict } from "../order-verdict.ts";

/** Whether an order can be refunded, in a sentence, with the command that helps where there is one. */
export function renderVerdict(
  { refundable, code, message, attempt }: OrderVerdict,
  screen: Screen,
  nextCommand: NextCommand,
): SafeText {
  const { paint } = screen;
  const isOpen = attempt !== null && code === "unresolved-attempt";
  const word =
    refundable === true
      ? paint.green.bold("Refundable:")
      : refundable === null
        ? paint.magenta.bold("Not certain:")
        : isOpen
          ? paint.magenta.bold("Blocked:")
          : paint.red.bold("Not refundable:");
  const said = renderProse(safe`${word} ${visibleLines(message)}`, screen);
  return isOpen ? safe`${said}\n  ${nextCommand(`reconcile ${attempt}`)}` : said;
}
