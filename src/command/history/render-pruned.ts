import { safe, nothing } from "../../safe-text.ts";
import { timePart } from "../../render/document-parts.ts";
import type { PruneDocument } from "../../render/documents/prune-document.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";

export function renderPruned(count: number, before: number, json: boolean): Rendered {
  if (json) {
    const document: PruneDocument = {
      schema: "refund.prune/1",
      before: timePart(before),
      pruned: count,
    };
    return renderDocument(document, 0);
  }
  return {
    code: 0,
    out: safe`${count} settled ${count === 1 ? "attempt" : "attempts"} pruned. Each still blocks the same refund; unresolved ones are unchanged.\n`,
    err: nothing,
  };
}
