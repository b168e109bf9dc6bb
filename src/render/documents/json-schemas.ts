import * as z from "zod/mini";
import { refundOutcomeDocument } from "./refund-outcome-document.ts";
import { cancellationDocument } from "./cancellation-document.ts";
import { attemptDocument } from "./attempt-document.ts";
import { batchDocument } from "./batch-document.ts";
import { rowDocument } from "./row-document.ts";
import { reconcileDocument } from "./reconcile-document.ts";
import { pruneDocument } from "./prune-document.ts";
import { journalDocument } from "./journal-document.ts";
import { statusDocument } from "./status-document.ts";
import { orderDocument } from "./order-document.ts";
import { reasonsDocument } from "./reasons-document.ts";
import { whoAmIDocument } from "./whoami-document.ts";
import { doctorDocument } from "./doctor-document.ts";

/**
 * Every JSON document that scripts may rely on. build.js makes the schemas in `schema/` from them, and renderers
 * use their types. Nothing loads these files at run time.
 */
const documents = [
  refundOutcomeDocument,
  cancellationDocument,
  attemptDocument,
  rowDocument,
  batchDocument,
  reconcileDocument,
  pruneDocument,
  journalDocument,
  statusDocument,
  orderDocument,
  reasonsDocument,
  whoAmIDocument,
  doctorDocument,
];

/** JSON Schema (draft 2020-12) of every document, by the name of its file. */
export function schemas(): Record<string, object> {
  return Object.fromEntries(
    documents.map((document) => {
      const [name = ""] = document.shape.schema.def.values;
      return [name.replace("/", "-"), z.toJSONSchema(document)];
    }),
  );
}
