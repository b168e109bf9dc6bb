import type { Check } from "./check.ts";
import { joined, nothing, safe, type SafeText, visibleLines } from "../../safe-text.ts";
import type { DoctorDocument } from "../../render/documents/doctor-document.ts";
import { doctorExitCode } from "../../render/exit-code.ts";
import { renderProse } from "../../render/prose.ts";
import { renderDocument, type Rendered } from "../../render/rendered.ts";
import type { Screen } from "../../render/screen.ts";

export function renderDoctor(checks: readonly Check[], screen: Screen, json: boolean): Rendered {
  const healthy = checks.every(({ status }) => status !== "wrong");
  const code = doctorExitCode(healthy);
  if (json) {
    const document: DoctorDocument = {
      schema: "refund.doctor/1",
      healthy,
      checks: checks.map(({ name, status, message, advice }) => ({
        check: name,
        status,
        message,
        advice,
      })),
    };
    return renderDocument(document, code);
  }
  const text = checks.map((check) => renderCheck(check, screen));
  return { code, out: safe`${joined(text, safe`\n`)}\n`, err: nothing };
}

/** What is advised, and all that goes on from a line before, stands to the right of the status. */
function renderCheck({ name, status, message, advice }: Check, screen: Screen): SafeText {
  const { paint } = screen;
  const colours = { ok: paint.green, warning: paint.magenta, wrong: paint.red.bold };
  const found = renderProse(safe`${indent}${name}: ${visibleLines(message)}`, screen);
  const rest = found.rearranged((text) => text.slice("warning".length));
  const line = safe`${colours[status](status.padEnd(7))}${rest}`;
  if (advice === null) return line;
  const advised = safe`${indent}${paint.dim("→")} ${visibleLines(advice)}`;
  return safe`${line}\n${renderProse(advised, screen)}`;
}

const indent = " ".repeat("warning".length + 2);
