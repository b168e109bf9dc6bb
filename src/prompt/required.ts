/** The complaint about an empty answer; null for any other. */
export function required(text: string): string | null {
  return text === "" ? "Please give an answer." : null;
}
