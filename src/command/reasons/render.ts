import type { Reasons } from "./reasons.ts";
import { nothing, safe } from "../../safe-text.ts";
import type { ReasonsDocument } from "../../render/documents/reasons-document.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import { renderTable } from "../../render/table.ts";

export function renderReasons(found: Reasons, json: boolean): Rendered {
  const { reasons, defaultReason, categories } = found;
  if (json) {
    const document: ReasonsDocument = {
      schema: "refund.reasons/1",
      reasons: reasons && [...reasons],
      defaultReason,
      categories: categories && [...categories],
    };
    return renderDocument(document, 0);
  }
  if (categories !== null) {
    const rows = categories.map(({ id, name }) => [String(id), name]);
    return { code: 0, out: safe`${renderTable(rows, { alignRight: [0] })}\n`, err: nothing };
  }
  if (reasons === null) {
    return {
      code: 0,
      out: nothing,
      err: safe`No reasons are configured, so any text is sent as it is. The API does not list an account's reasons: copy them from the control panel into "reasons" in the settings file.\n`,
    };
  }
  const rows = reasons.map((reason) => [reason, reason === defaultReason ? "(default)" : ""]);
  return { code: 0, out: safe`${renderTable(rows)}\n`, err: nothing };
}
