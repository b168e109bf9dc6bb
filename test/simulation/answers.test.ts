import { expect, test } from "vitest";
import { everyCourse, runCourses } from "../../bench/simulation/exhaustive.ts";

// Pairs of answers, one kind of refund; `npm run bench:faults` goes through threes and totals as well.
const courses = everyCourse(2).filter(({ isTotal }) => !isTotal);

test("every pair of answers to the calls of one attempt, executed or not, gives the outcome that it must", async () => {
  const parts = [0, 1, 2].map((part) => courses.filter((_course, index) => index % 3 === part));
  const ended = await Promise.all(parts.map(runCourses));
  expect(ended.flatMap(({ wrong }) => wrong)).toEqual([]);
}, 300_000);
