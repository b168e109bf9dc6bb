/** The placeholder for anything that was taken out. */
const hidden = "***";

/** No order comes near this size. */
const longestTrace = 100_000;

/** Keys of either API that hold customer data; their whole values are taken out. */
const customerKeys =
  /^(BillingDetails|DeliveryDetails|PaymentDetails|CustomerDetails|AffiliateDetails|GiftDetails|PODetails|ExtraInformation|AdditionalFields|CustomParameters|customer|detail_ip|comment|comments)$|e-?mail|address|phone|ip$|name$/i;

/** The body of an exchange with secrets and the customer's data taken out, for `--verbose`. */
export function redact(body: string, secrets: readonly string[]): string {
  const text = redactorOf(secrets)(withoutCustomer(body));
  return text.length > longestTrace ? `${text.slice(0, longestTrace)}… (cut)` : text;
}

/**
 * Takes these secrets out of a text, in any of the forms in which an answer may repeat them. Made once for many
 * texts: an order holds hundreds.
 */
export function redactorOf(secrets: readonly string[]): (text: string) => string {
  const forms = [...new Set(secrets.filter((secret) => secret !== "").flatMap(formsOf))];
  if (forms.length === 0) return (text) => text;
  // The longest first: one may begin with another.
  const any = forms.sort((a, b) => b.length - a.length).map(literally);
  const pattern = new RegExp(any.join("|"), "gi");
  const shortest = Math.min(...forms.map(({ length }) => length));
  return (text) => (text.length < shortest ? text : text.replaceAll(pattern, hidden));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** As it is; escaped for JSON, a URL, a form, HTML or XML; and in Base64. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    new URLSearchParams([["", secret]]).toString().slice(1),
    encodeURIComponent(bytes.toString()),
    secret.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function withoutCustomer(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      customerKeys.test(key) && value !== null ? hidden : value,
    );
  } catch {
    // Not JSON: a form, HTML, or a cut answer, where customer data cannot be found and taken out.
    return `(${body.length} characters that are not JSON)`;
  }
}
