/**
 * The configured reasons that a text may mean, spelled as configured, because 2Checkout accepts no other
 * spelling. An exact match wins; otherwise case and outer blanks are ignored. More than one
 * is ambiguous.
 */
export function reasonsMeant(text: string, configured: readonly string[]): readonly string[] {
  if (configured.includes(text)) return [text];
  return [...new Set(configured.filter((reason) => plain(reason) === plain(text)))];
}

function plain(reason: string): string {
  return reason.normalize("NFC").trim().toLowerCase();
}
