import { differencesText, triesText } from "./differences.ts";
import type { PreparedBatch } from "./prepared-batch.ts";
import type { Settings } from "../../config/settings.ts";
import { categories } from "../../api/legacy/categories.ts";
import { placeText } from "./row-place.ts";
import { moneyText } from "../../domain/money.ts";
import { joined, safe, type SafeText } from "../../safe-text.ts";
import { renderLabelled } from "../../render/labelled.ts";
import { renderRealm } from "../../render/realm.ts";
import type { Screen } from "../../render/screen.ts";
import { rowsText } from "./rows-text.ts";

/** The preview that the user confirms: whose money, how many refunds, how much. */
export function renderBatchPreview(
  prepared: PreparedBatch,
  dryRun: boolean,
  settings: Settings,
  screen: Screen,
): SafeText {
  const { totals, fingerprint, rpc, legacy, earlier, left, unresolved, toRecord } = prepared;
  const kinds = [...totals.kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
  const realms = [
    ...(rpc === null ? [] : [renderRealm(settings.rpc, rpc.merchantCode, screen)]),
    ...(legacy === null
      ? []
      : [renderRealm(settings.legacy, `${legacy.username} (legacy API)`, screen)]),
  ];
  const facts = [
    ["File", toRecord.source],
    ["Fingerprint", fingerprint.slice(0, 12)],
    ["Rows", `${totals.rows} (${kinds})`],
    ...countFacts("Currencies", totals.currencies),
    ...countFacts("Reasons", totals.reasons),
    ...countFacts(
      "Categories",
      new Map([...totals.categories].map(([id, count]) => [categoryName(id), count])),
    ),
    ...[...totals.stated.values()].map((amount) => [
      "Stated",
      screen.paint.bold(moneyText(amount)),
    ]),
    ...[...totals.largest.values()].flatMap((largest) =>
      largest.map(({ amount, number, place }) => [
        `Largest ${amount.currency}`,
        `${moneyText(amount)}  order ${number}  ${placeText(place)}`,
      ]),
    ),
    ...(totals.unstated === 0 ? [] : [["Not stated", unstatedText(totals.unstated)]]),
    ...(totals.legacy === 0
      ? []
      : [["Legacy", `${rowsText(totals.legacy)}; only 2Checkout knows the amounts`]]),
    ...(earlier === null
      ? []
      : [["Continues", `batch ${earlier.id}${left === null ? "" : `, ${rowsText(left)} left`}`]]),
    ...(prepared.differences === null
      ? []
      : [
          [
            "This file",
            differencesText(prepared.differences) +
              (prepared.differences.missing === 0 ? "" : "; missing rows are left alone"),
          ],
          ["This run", triesText(prepared.differences)],
        ]),
    ...(unresolved === 0 ? [] : [["Unknown", `${rowsText(unresolved)}, checked first`]]),
    ...(dryRun ? [["Dry run", "nothing is sent or recorded"]] : []),
  ];
  return safe`\n${joined(realms, safe`\n`)}\n\n${renderLabelled(facts, screen)}\n`;
}

/** `12 Fraud, 3 Other`; the most frequent first. */
function countFacts(
  name: string,
  counts: ReadonlyMap<string, number>,
): readonly (readonly [string, string])[] {
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const shown = sorted.slice(0, maxCounted).map(([what, count]) => `${count} ${what}`);
  const rest = sorted.length - shown.length;
  return [[name, shown.join(", ") + (rest > 0 ? `, ${rest} others` : "")]];
}

/** How many different texts are shown, where every row may have its own. */
const maxCounted = 20;

function categoryName(id: number): string {
  return categories.find((category) => category.id === id)?.name ?? `category ${id}`;
}

function unstatedText(count: number): string {
  return count === 1
    ? "1 row gives no amount; its order decides"
    : `${count} rows give no amount; their orders decide`;
}
