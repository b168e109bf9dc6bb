/** An HTTP request as a value: header names in lower case, the path without its query. */
export interface HttpRequest {
  readonly verb: string;
  readonly path: string;
  /** Without its question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An HTTP response as a value. The host adds `Date` and `Content-Length`. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What goes over the wire; "truncated" announces the whole length and breaks off halfway. */
export type Delivery =
  | { readonly how: "send"; readonly response: HttpResponse }
  | { readonly how: "truncated"; readonly response: HttpResponse }
  | { readonly how: "drop" }
  | { readonly how: "hang" };

/** A JSON answer. */
export function jsonResponse(status: number, value: unknown): HttpResponse {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(value),
  };
}

/** A web page, as from a server that is not an API or does not work. */
export function htmlResponse(status: number, title: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`,
  };
}
