import { expect, test } from "vitest";
import { asAtCall } from "../../bench/simulation/cancel-invariants.ts";
import { attemptsOf, type RecordedAttempt } from "../../bench/simulation/journal-reader.ts";

/** An attempt that is withdrawn, with these lines in its timeline. */
function withdrawnAfter(settledAt: string, ...lines: readonly string[]): RecordedAttempt {
  const row = { id: "A", number: "1", outcome: "withdrawn", settled_at: settledAt };
  const others = [{ attempt: "B", what: "accepted (by evidence): another one's" }];
  const timeline = [...others, ...lines.map((what) => ({ attempt: "A", what }))];
  const [attempt] = attemptsOf([row], timeline);
  if (attempt === undefined) throw new Error("one row is one attempt");
  return attempt;
}

const first = ["recorded", "accepted (by evidence): seen", "withdrawn (by answer): the only one"];
const again = "withdrawn (by answer): the only one";
const before = withdrawnAfter("12:00", ...first);

test("a withdrawn attempt was accepted at the call if its timeline says that evidence brought it back", () => {
  const after = withdrawnAfter("13:00", ...first, "accepted (by evidence): shown", again);
  expect(asAtCall(before, after)).toMatchObject({ outcome: "accepted" });
});

test.each([
  ["was settled at another time", [again]],
  ["was accepted by an answer", ["accepted (by answer)", again]],
  ["is as it was", []],
] as const)("and was withdrawn already if it %s", (_how, lines) => {
  expect(asAtCall(before, withdrawnAfter("13:00", ...first, ...lines))).toBe(before);
});
