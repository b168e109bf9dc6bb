/** What stands in a trace where something was taken out. */
const hidden = "***";

/** Keys of either API under which the customer's data stand; their whole values are taken out. */
const customerKeys =
  /^(BillingDetails|DeliveryDetails|PaymentDetails|CustomerDetails|AffiliateDetails|GiftDetails|PODetails|ExtraInformation|AdditionalFields|CustomParameters|customer|detail_ip|comment|comments)$|e-?mail|address|phone|ip$|name$/i;

/** The body of an exchange with secrets and the customer's data taken out, for `--verbose`. */
export function redact(body: string, secrets: readonly string[]): string {
  return secrets.reduce(
    (text, secret) => (secret === "" ? text : text.replaceAll(secret, hidden)),
    withoutCustomer(body),
  );
}

function withoutCustomer(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (key, value: unknown) =>
      customerKeys.test(key) && value !== null ? hidden : value,
    );
  } catch {
    // Not JSON: a form, HTML, or a cut answer, in which a customer cannot be found and taken out.
    return `(${body.length} characters that are not JSON)`;
  }
}
