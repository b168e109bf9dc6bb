/** One thing that doctor looked at. */
export interface Check {
  /** A stable word. */
  readonly name: string;
  readonly status: "ok" | "warning" | "wrong";
  readonly message: string;
  /** What to do about it; null when it is ok. */
  readonly advice: string | null;
}

export function ok(name: string, message: string): Check {
  return { name, status: "ok", message, advice: null };
}

export function warning(name: string, message: string, advice: string): Check {
  return { name, status: "warning", message, advice };
}

export function wrong(name: string, message: string, advice: string): Check {
  return { name, status: "wrong", message, advice };
}
