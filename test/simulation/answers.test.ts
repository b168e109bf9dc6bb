import { expect, test } from "vitest";
import { everyCourse, runCourses } from "../../bench/simulation/exhaustive.ts";

// A sample, one kind of refund; `npm run bench:faults` goes through all, and threes, totals and hangs as well.
const courses = everyCourse(2)
  .filter(({ isTotal }) => !isTotal)
  .filter(({ fates }) => fates.every(({ says }) => says !== "answer never"))
  .filter(({ fates }, index) => index % (fates.length === 1 ? 5 : 37) === 0);

test("answers to the calls of one attempt, executed or not, give the outcome that they must", async () => {
  const parts = [0, 1, 2].map((part) => courses.filter((_course, index) => index % 3 === part));
  const ended = await Promise.all(parts.map(runCourses));
  expect(ended.flatMap(({ wrong }) => wrong)).toEqual([]);
}, 300_000);
