import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { AttemptDocument } from "../../src/render/documents/attempt-document.ts";
import type { BatchDocument } from "../../src/render/documents/batch-document.ts";
import type { CancellationDocument } from "../../src/render/documents/cancellation-document.ts";
import type { OrderDocument } from "../../src/render/documents/order-document.ts";
import type { DoctorDocument } from "../../src/render/documents/doctor-document.ts";
import type { JournalDocument } from "../../src/render/documents/journal-document.ts";
import type { PruneDocument } from "../../src/render/documents/prune-document.ts";
import type { ReconcileDocument } from "../../src/render/documents/reconcile-document.ts";
import type { ReasonsDocument } from "../../src/render/documents/reasons-document.ts";
import type { RefundOutcomeDocument } from "../../src/render/documents/refund-outcome-document.ts";
import type { RowDocument } from "../../src/render/documents/row-document.ts";
import { schemas } from "../../src/render/documents/json-schemas.ts";
import type { StatusDocument } from "../../src/render/documents/status-document.ts";
import type { WhoAmIDocument } from "../../src/render/documents/whoami-document.ts";
import type { Ended } from "./context.ts";

interface Documents {
  readonly "refund.outcome-1": RefundOutcomeDocument;
  readonly "refund.cancellation-1": CancellationDocument;
  readonly "refund.status-1": StatusDocument;
  readonly "refund.order-1": OrderDocument;
  readonly "refund.attempt-1": AttemptDocument;
  readonly "refund.reasons-1": ReasonsDocument;
  readonly "refund.reconcile-1": ReconcileDocument;
  readonly "refund.prune-1": PruneDocument;
  readonly "refund.whoami-1": WhoAmIDocument;
  readonly "refund.doctor-1": DoctorDocument;
  readonly "refund.row-1": RowDocument;
  readonly "refund.batch-1": BatchDocument;
  readonly "refund.journal-1": JournalDocument;
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const validators = new Map<string, ValidateFunction>(
  Object.entries(schemas()).map(([name, schema]) => [name, ajv.compile(schema)]),
);

/** The one document on stdout, which must be of the named published schema. */
export function documentOf<Name extends keyof Documents>(
  { out }: Pick<Ended, "out">,
  name: Name,
): Documents[Name] {
  if (!/^[^\n]+\n$/.test(out)) throw new Error(`This is not one line of JSON: ${out}`);
  return valid(JSON.parse(out), name);
}

/** A value that must be of the named published schema. */
export function valid<Name extends keyof Documents>(value: unknown, name: Name): Documents[Name] {
  const validate = validators.get(name);
  if (validate === undefined) throw new Error(`There is no schema ${name}.`);
  if (!validate(value)) {
    throw new Error(`${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
  }
  return value as Documents[Name];
}

/** The document of a refund, or of a command that failed, beside the exit code. */
export function outcomeOf(ended: Ended) {
  return { code: ended.code, ...documentOf(ended, "refund.outcome-1") };
}
