import { expect, test } from "vitest";
import { everyCancelCourse, runCancelCourses } from "../../bench/simulation/cancel-courses.ts";

// A sample; `npm run bench:faults` goes through all, hangs as well.
const courses = everyCancelCourse()
  .filter(({ says }) => says !== "answer never")
  .filter((_course, index) => index % 3 === 0);

test("an answer to a cancellation, carried out or not, gives the outcome that it must", async () => {
  expect(courses.length).toBeGreaterThan(30);
  expect(await runCancelCourses(courses)).toEqual([]);
}, 300_000);
