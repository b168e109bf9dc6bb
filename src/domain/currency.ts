/** An ISO 4217 code in upper case whose number of digits this program knows. */
export type Currency = string & { readonly __currency: true };

/**
 * Every active ISO 4217 currency (list of 2026) by its minor-unit digits. A table and not `Intl`, whose
 * digits follow everyday use (0 for IQD, where ISO 4217 and the card networks say 3).
 */
const twoDigits = new Set(
  (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD " +
    "CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL " +
    "GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR " +
    "LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD " +
    "PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC " +
    "SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
  ).split(" "),
);
const otherDigits = new Map(
  (
    [
      [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
      [3, "BHD IQD JOD KWD LYD OMR TND"],
      [4, "CLF UYW"],
    ] as const
  ).flatMap(([digits, codes]) => codes.split(" ").map((code) => [code, digits] as const)),
);

/** Reads a code in any case (the API writes `usd` and `USD`); null when ISO 4217 does not know it. */
export function parseCurrency(value: unknown): Currency | null {
  if (typeof value !== "string") return null;
  const code = value.trim().toUpperCase();
  return isCurrency(code) ? code : null;
}

function isCurrency(code: string): code is Currency {
  return twoDigits.has(code) || otherDigits.has(code);
}

/** How many digits follow the decimal point: USD 2, JPY 0, KWD 3. */
export function currencyDigits(currency: Currency): number {
  return otherDigits.get(currency) ?? 2;
}
