import { isObject } from "./json.ts";

/**
 * What each fault does. `commits`: whether the request takes effect. `answer`: what the client
 * sees of it. `panel`: somebody does the same in the control panel just before. `declines`: the
 * refund is accepted, and declined when it would have been paid out.
 */
export const faultEffects = {
  "drop-before": { commits: false, answer: "drop" },
  "drop-after": { commits: true, answer: "drop" },
  "hang-before": { commits: false, answer: "hang" },
  "hang-after": { commits: true, answer: "hang" },
  "500-before": { commits: false, answer: "500" },
  "500-after": { commits: true, answer: "500" },
  "503-before": { commits: false, answer: "503" },
  "503-after": { commits: true, answer: "503" },
  "429": { commits: false, answer: "429" },
  "429-after": { commits: true, answer: "429" },
  "html-before": { commits: false, answer: "html" },
  "html-after": { commits: true, answer: "html" },
  "truncated-before": { commits: false, answer: "truncated" },
  "truncated-after": { commits: true, answer: "truncated" },
  "half-json-after": { commits: true, answer: "half-json" },
  "empty-before": { commits: false, answer: "empty" },
  "empty-after": { commits: true, answer: "empty" },
  "null-before": { commits: false, answer: "null" },
  "null-after": { commits: true, answer: "null" },
  "false-before": { commits: false, answer: "false" },
  "false-after": { commits: true, answer: "false" },
  "wrong-id-before": { commits: false, answer: "wrong-id" },
  "wrong-id-after": { commits: true, answer: "wrong-id" },
  "internal-error-before": { commits: false, answer: "internal-error" },
  "internal-error-after": { commits: true, answer: "internal-error" },
  "expire-session": { commits: false, answer: "expired" },
  "expire-session-after": { commits: true, answer: "expired" },
  slow: { commits: true, answer: "plain" },
  redirect: { commits: false, answer: "redirect" },
  "unknown-error": { commits: false, answer: "unknown-error" },
  "unknown-error-after": { commits: true, answer: "unknown-error" },
  huge: { commits: true, answer: "huge" },
  "panel-refund": { commits: true, answer: "plain", panel: true },
  "panel-then-drop": { commits: false, answer: "drop", panel: true },
  "decline-later": { commits: true, answer: "plain", declines: true },
} as const;

/** A fault by name: `-before` ones do nothing that was asked, `-after` ones do it first. */
export type InjectedFaultKind = keyof typeof faultEffects;

const rpcMethods = ["login", "getOrder", "issueRefund", "cancelRefund", "getInvoices"] as const;
const legacyMethods = ["refund_lineitem", "detail_sale", "list_sales"] as const;
const methods = [...rpcMethods, ...legacyMethods] as const;

/** A call of either API, by the name the vendor gives it. */
export type Method = (typeof methods)[number];

/** A fault that will happen. */
export interface InjectedFault {
  readonly kind: InjectedFaultKind;
  /** Absent: whichever call comes next. */
  readonly method?: Method;
  /** How often; 1 by default, Infinity for always. */
  readonly times?: number;
  /** Waits this long before it does anything. */
  readonly afterMs?: number;
}

/** The faults by name, for a help text. */
export const faultKinds: readonly InjectedFaultKind[] = Object.keys(faultEffects).filter(isKind);

/**
 * `kind[:method[:times[:milliseconds]]]`, where method may be `any` and times `always`:
 * `drop-after:issueRefund:2`, `slow:any:always:500`. Otherwise the reason why it is not a fault.
 */
export function parseFault(text: string): InjectedFault | string {
  const [kind, method, times, afterMs, ...rest] = text.split(":");
  if (rest.length > 0) return `"${text}" has more than four parts.`;
  const number = (part: string | undefined): unknown =>
    part === undefined ? undefined : /^\d+$/.test(part) ? Number(part) : part;
  return readFault({
    kind,
    method: method === "any" ? undefined : method,
    times: number(times),
    afterMs: number(afterMs),
  });
}

/** A fault from JSON, where `times` may be "always"; otherwise the reason why it is not a fault. */
export function readFault(value: unknown): InjectedFault | string {
  if (!isObject(value)) return "A fault is an object with a kind.";
  const { kind, method, afterMs } = value;
  const times = value["times"] === "always" ? Infinity : value["times"];
  if (!isKind(kind))
    return `${quoted(kind)} is not a known fault. Use one of ${faultKinds.join(", ")}.`;
  if (method !== undefined && !isMethod(method)) {
    return `${quoted(method)} is not a known method. Use one of ${methods.join(", ")}.`;
  }
  if (method !== undefined && !applies(kind, method)) return `${kind} cannot happen to ${method}.`;
  if (times !== undefined && (!isCount(times) || times < 1)) {
    return `${quoted(times)} is not a number of times.`;
  }
  if (afterMs !== undefined && !isCount(afterMs)) return `${quoted(afterMs)} is not a time in ms.`;
  return {
    kind,
    ...(method === undefined ? {} : { method }),
    ...(times === undefined ? {} : { times }),
    ...(afterMs === undefined ? {} : { afterMs }),
  };
}

/** Takes the first fault for this call off the list, once; null if there is none. */
export function takeFault(faults: InjectedFault[], method: Method | null): InjectedFault | null {
  if (method === null) return null;
  const index = faults.findIndex(
    (fault) => (fault.method ?? method) === method && applies(fault.kind, method),
  );
  const fault = faults[index];
  if (fault === undefined) return null;
  const left = (fault.times ?? 1) - 1;
  faults.splice(index, 1, ...(left > 0 ? [{ ...fault, times: left }] : []));
  return fault;
}

/** Only the 6.0 API has request ids and JSON-RPC's own errors; only what moves money is done in the panel. */
function applies(kind: InjectedFaultKind, method: Method): boolean {
  const traits = faultEffects[kind];
  if ("declines" in traits) return method === "issueRefund";
  if ("panel" in traits) {
    return ["issueRefund", "cancelRefund", "refund_lineitem"].includes(method);
  }
  const { answer } = traits;
  const isLegacy = legacyMethods.some((legacy) => legacy === method);
  return !isLegacy || (answer !== "wrong-id" && answer !== "internal-error");
}

function isKind(value: unknown): value is InjectedFaultKind {
  return typeof value === "string" && Object.hasOwn(faultEffects, value);
}

/** Whether this stand-in knows a call of this name. */
export function isMethod(value: unknown): value is Method {
  return methods.some((method) => method === value);
}

function quoted(value: unknown): string {
  return JSON.stringify(value ?? null);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}
