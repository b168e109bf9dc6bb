import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOrderPage } from "../../src/domain/order-page.ts";
import { renderLabelled } from "../../src/render/labelled.ts";
import { linkedNumber } from "../../src/render/order-link.ts";
import { orderFacts } from "../../src/render/order-text.ts";
import { createPaint } from "../../src/render/paint.ts";
import type { Screen } from "../../src/render/screen.ts";
import { fitWidth, wrapWidth } from "../../src/render/width.ts";
import { safe } from "../../src/safe-text.ts";
import { order } from "../domain/build.ts";
import { orderNumber } from "../support/named.ts";

const page = parseOrderPage("https://panel.example/{refNo}");
const customer = { name: "Agent 1", company: null, email: "1@example.com", country: null };

function screen(columns: number, links: boolean): Screen {
  return { columns, links, plain: false, paint: createPaint(1) };
}

test.each(["1", "31", "8", "73152871"])(
  "of an order %s nothing but its number becomes a link, whatever else reads like it",
  (text) => {
    const number = orderNumber(text);
    const shown = (links: boolean) => {
      const own = screen(80, links);
      const facts = orderFacts(order({ number, customer }), linkedNumber(number, page, own));
      return renderLabelled(facts, own).text;
    };
    const link = `\u001b]8;;https://panel.example/${text}\u001b\\${text}\u001b]8;;\u001b\\`;
    const [before, after, ...more] = shown(true).split(link);
    expect(more).toEqual([]);
    expect(before).toMatch(/Order\S*\s+$/);
    expect(`${before ?? ""}${text}${after ?? ""}`).toBe(shown(false));
  },
);

test("a link or a colour is never cut in two, however narrow the terminal is", () => {
  const number = orderNumber("73152871");
  const { paint } = screen(80, true);
  const link = linkedNumber(number, page, screen(80, true));
  // eslint-disable-next-line no-control-regex -- marks begin with one
  const whole = /\u001b\[\d+m|\u001b\]8;;[^\u001b]*\u001b\\/g;
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 12 }), fc.string(), (width, words) => {
      const text = safe`${words}${link}${paint.red(words)}`;
      for (const part of [...wrapWidth(text, width), fitWidth(text, width)]) {
        expect(part.text.replaceAll(whole, "")).not.toContain("\u001b");
      }
    }),
  );
});
