import type { Check } from "../command/check.ts";
import type { DoctorDocument } from "./documents.ts";
import { renderDocument, type Rendered } from "./rendered.ts";
import type { Screen } from "./screen.ts";
import { visibleLines } from "./untrusted.ts";

/** Exit 3 when something is wrong: it is the settings, the credentials, or what they need. */
export function renderDoctor(checks: readonly Check[], screen: Screen, json: boolean): Rendered {
  const healthy = checks.every(({ status }) => status !== "wrong");
  const code = healthy ? 0 : 3;
  if (json) {
    const document: DoctorDocument = {
      schema: "refund.doctor/1",
      healthy,
      checks: checks.map(({ name, status, message, advice }) => ({
        ...{ check: name, status, message, advice },
      })),
    };
    return renderDocument(document, code);
  }
  const { paint } = screen;
  const colours = { ok: paint.green, warning: paint.yellow, wrong: paint.red.bold };
  const text = checks.map(({ name, status, message, advice }) => {
    const line = `${colours[status](status.padEnd(7))}  ${name}: ${visibleLines(message)}`;
    return advice === null ? line : `${line}\n         ${paint.dim("→")} ${visibleLines(advice)}`;
  });
  return { code, out: `${text.join("\n")}\n`, err: "" };
}
