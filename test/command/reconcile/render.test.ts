import stringWidth from "string-width";
import { expect, test } from "vitest";
import type { Reconciled } from "../../../src/command/reconcile/reconcile.ts";
import { renderReconcile as renderReconcileSafe } from "../../../src/command/reconcile/render.ts";
import { attempt } from "../../render/attempts.ts";
import { pipe, terminal, printing } from "../../render/screens.ts";

const renderSafe = printing(renderReconcileSafe);

const renderReconcile = (each: readonly Reconciled[], ...rest: Tail<typeof renderSafe>) =>
  renderSafe(
    {
      which: { tag: "all" },
      results: each,
      page: null,
      shortNames: new Map([[attempt().id, "T7QP062"]]),
    },
    ...rest,
  );

type Tail<F> = F extends (first: never, ...rest: infer Rest) => unknown ? Rest : never;

const evidence =
  "it belongs to ACME-专业版-🎉 at https://api.example.com; run this with that account's profile";
const results: readonly Reconciled[] = [
  { attempt: attempt({ outcome: null }), outcome: "unknown", evidence },
  { attempt: attempt(), outcome: "accepted", evidence: "the order shows it" },
];

test.each([60, 80, 100])("in %i columns a reason is wrapped below its attempt", (columns) => {
  const { out } = renderReconcile(results, terminal(columns), false);
  const lines = out.trimEnd().split("\n");
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns);
  expect(lines[0]).toMatch(/^Attempt +Order or item +Outcome$/);
  expect(lines[1]).toMatch(/^T7QP062 +73152871 +UNKNOWN$/);
  expect(lines[2]).toMatch(/^ {2}it belongs to/);
  expect(out.replaceAll(/\s+/g, " ")).toContain(evidence);
});

test("if there is room, and in a pipe, it is beside it", () => {
  for (const screens of [terminal(200), pipe]) {
    const [heading, row] = renderReconcile(results, screens, false).out.split("\n");
    expect(heading).toMatch(/^Attempt +Order or item +Outcome +Because$/);
    expect(row).toMatch(/UNKNOWN +it belongs to .* profile$/);
  }
});

test("advice is wrapped on a terminal, and its commands are whole lines", () => {
  const { err } = renderReconcile(results, terminal(80), false);
  const lines = err.split("\n");
  expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  expect(lines).toContain(
    "  It is there:      refund reconcile 01M7ZVDP1YGWWWSYDQHT7QP062 --accepted",
  );
});
