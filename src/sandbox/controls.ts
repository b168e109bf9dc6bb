import { readFault, type InjectedFault } from "./faults.ts";
import { jsonResponse, type HttpRequest, type HttpResponse } from "./http.ts";
import { isObject, parseJson } from "./json.ts";
import type { LedgerEntry } from "./ledger.ts";

/** A request that one of the two APIs received. */
export interface SeenRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly verb: string;
  readonly path: string;
  /** `getOrder`, `refund_lineitem`, or what else the request named; null: nothing. */
  readonly method: string | null;
  readonly body: string;
}

/** What a test or a person can do to the stand-in from outside the two APIs. */
export interface Controls {
  /** Applies a fault to the next call it fits, after the faults added before. */
  addFault: (fault: InjectedFault) => void;
  clearFaults: () => void;
  /** Brings all pending refunds to their end now: paid out, or declined. */
  settle: () => void;
  /** Forgets refunds, sessions, faults and requests. */
  reset: () => void;
  /** Somebody refunds in the control panel. Throws with the vendor's refusal if that is not possible. */
  refundElsewhere: (refNo: string, amount: string) => void;
  /** Somebody cancels an order's pending refund in the control panel. Throws when there is none. */
  cancelElsewhere: (refNo: string) => void;
  /** Every refund that was really made, oldest first. */
  ledger: () => readonly LedgerEntry[];
  /** Every request that either API received, oldest first; these controls are not among them. */
  requests: () => readonly SeenRequest[];
}

/** The path under which the controls are served to other processes. */
export const controlsPath = "/sandbox/";

/** The same controls over HTTP: 200 with JSON, 400 with a reason, 404 for what does not exist. */
export function handleControls(
  controls: Controls,
  { verb, path, body }: HttpRequest,
): HttpResponse {
  switch (`${verb} ${path}`) {
    case "GET /sandbox/ledger":
      return jsonResponse(200, controls.ledger());
    case "GET /sandbox/requests":
      return jsonResponse(200, controls.requests());
    case "POST /sandbox/faults":
      return addFaults(controls, parseJson(body));
    case "DELETE /sandbox/faults":
      controls.clearFaults();
      return done;
    case "POST /sandbox/settle":
      controls.settle();
      return done;
    case "POST /sandbox/reset":
      controls.reset();
      return done;
    case "POST /sandbox/refund-elsewhere":
      return refundElsewhere(controls, parseJson(body));
    case "POST /sandbox/cancel-elsewhere":
      return cancelElsewhere(controls, parseJson(body));
    default:
      return jsonResponse(404, { reason: `There is no ${verb} ${path}.` });
  }
}

const done = jsonResponse(200, {});

function addFaults(controls: Controls, value: unknown): HttpResponse {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const faults = list.map(readFault);
  const reason = faults.find((fault) => typeof fault === "string");
  if (reason !== undefined) return jsonResponse(400, { reason });
  for (const fault of faults) if (typeof fault !== "string") controls.addFault(fault);
  return done;
}

function refundElsewhere(controls: Controls, value: unknown): HttpResponse {
  const { refNo, amount } = isObject(value) ? value : {};
  if (typeof refNo !== "string" || typeof amount !== "string") {
    return jsonResponse(400, { reason: "refNo and amount must be strings." });
  }
  return orRefused(() => {
    controls.refundElsewhere(refNo, amount);
  });
}

function cancelElsewhere(controls: Controls, value: unknown): HttpResponse {
  const { refNo } = isObject(value) ? value : {};
  if (typeof refNo !== "string") return jsonResponse(400, { reason: "refNo must be a string." });
  return orRefused(() => {
    controls.cancelElsewhere(refNo);
  });
}

function orRefused(act: () => void): HttpResponse {
  try {
    act();
    return done;
  } catch (error) {
    return jsonResponse(400, { reason: error instanceof Error ? error.message : String(error) });
  }
}
