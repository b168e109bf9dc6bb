import { type Currency, currencyDigits, parseCurrency } from "./currency.ts";
import { type BadAmount, type Money, parseAmount } from "./money.ts";

/** The signs that may stand for a currency, each with all that it stands for. */
const signs: Readonly<Record<string, readonly string[]>> = {
  $: ["USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP", "TWD"],
  US$: ["USD"],
  A$: ["AUD"],
  C$: ["CAD"],
  R$: ["BRL"],
  "€": ["EUR"],
  "£": ["GBP"],
  "¥": ["JPY", "CNY"],
  "₹": ["INR"],
  "₩": ["KRW"],
  "₽": ["RUB"],
  "₺": ["TRY"],
  "₴": ["UAH"],
  zł: ["PLN"],
  kr: ["SEK", "NOK", "DKK", "ISK"],
  Ft: ["HUF"],
  Kč: ["CZK"],
};

/**
 * An amount as people type or paste it: with a sign or code of the order's currency before or behind it, blanks,
 * and signs that group its thousands. What may be read in two ways is refused with the reason.
 */
export function parseTypedAmount(text: string, currency: Currency): Money | BadAmount {
  const shown = text.trim();
  const { before, number, behind } =
    /^(?<before>[^0-9.,]*)(?<number>[0-9.,'’\s]*[0-9])(?<behind>[^0-9]*)$/u.exec(shown)?.groups ??
    {};
  if (number === undefined) return parseAmount(shown, currency);
  for (const sign of [before, behind]) {
    const wrong = signComplaint(sign ?? "", currency);
    if (wrong !== null) return { reason: wrong };
  }
  const plain = withoutGroups(number.replaceAll(/[\s'’]/gu, "\u0020"), currency);
  return typeof plain === "string" ? parseAmount(plain, currency) : plain;
}

/** As on the keyboard, or as spreadsheets and web pages write it; beside a currency's sign, too. */
const minus = /^[-−–]|[-−–]$/u;

function signComplaint(text: string, currency: Currency): string | null {
  const words = text
    .trim()
    .split(/\s+/u)
    .filter((word) => word !== "");
  for (const word of words) {
    if (minus.test(word)) return "must be more than zero; leave out the minus sign";
    const code = parseCurrency(word.toUpperCase());
    const meant = signs[word] ?? (code === null ? null : [code]);
    if (meant === null) return `"${word}" is not a sign of ${currency}`;
    if (!meant.includes(currency))
      return `is in ${meant[0] ?? word}, but the order is in ${currency}`;
  }
  return null;
}

/** The number with a point and without groups; why not, where it may mean two things. */
function withoutGroups(number: string, currency: Currency): string | BadAmount {
  const separators = [...new Set(number.replaceAll(/[0-9]/g, ""))];
  if (separators.length === 0) return number;
  const wrong = { reason: `"${number}" is not written like 26.00 or 26.00 ${currency}` };
  if (separators.length > 2) return wrong;
  const last = number.replaceAll(/[0-9]/g, "").at(-1) ?? "";
  const isGroups = (part: string, by: string) =>
    part
      .split(by)
      .every((group, index) => (index === 0 ? /^[1-9][0-9]{0,2}$/ : /^[0-9]{3}$/).test(group));
  const count = number.split(last).length - 1;
  if (separators.length === 2) {
    const [whole = "", fraction = "", ...more] = number.split(last);
    const by = separators.find((sign) => sign !== last) ?? "";
    if (last === " " || more.length > 0 || !isGroups(whole, by)) return wrong;
    return `${whole.replaceAll(by, "")}.${fraction}`;
  }
  if (last === " " || count > 1) {
    return isGroups(number, last) ? number.replaceAll(last, "") : wrong;
  }
  const [whole = "", fraction = ""] = number.split(last);
  if (fraction.length !== 3 || !isGroups(number, last)) return `${whole}.${fraction}`;
  if (currencyDigits(currency) === 0) return whole + fraction;
  return {
    reason: `"${number}" may be ${whole}${fraction} or ${whole}.${fraction}; write it without the sign, or with decimals`,
  };
}
