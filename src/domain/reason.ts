/**
 * The configured reasons that a text means, as they are configured, because 2Checkout takes no other
 * spelling: the exact one alone where there is it, else whatever its case and outer blanks. More than one
 * is ambiguous.
 */
export function reasonsMeant(text: string, configured: readonly string[]): readonly string[] {
  if (configured.includes(text)) return [text];
  return [...new Set(configured.filter((reason) => plain(reason) === plain(text)))];
}

function plain(reason: string): string {
  return reason.normalize("NFC").trim().toLowerCase();
}
