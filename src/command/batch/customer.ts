/** Enough of a customer's address to see that it is the one meant, and no more: `j***@example.com`. */
export function maskedEmail(email: string | null): string | null {
  if (email === null) return null;
  const at = email.lastIndexOf("@");
  return at < 1 ? "***" : `${Array.from(email)[0] ?? ""}***${email.slice(at)}`;
}
