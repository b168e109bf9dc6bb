/** Why something did not work, or a warning: a stable kebab-case code and a sentence for people. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  /** The API's own code and words, if the problem came from the API. */
  readonly api?: { readonly code: string | null; readonly message: string };
}

export function problem(code: string, message: string, api?: Problem["api"]): Problem {
  return api === undefined ? { code, message } : { code, message, api };
}
