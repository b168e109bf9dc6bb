import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shapesTable } from "../command/batch/shapes.ts";

test("docs/batch.md shows what comes of every shape of file that the tests run", () => {
  const [, shown = ""] = readFileSync("docs/batch.md", "utf8").split(
    "### Files as people make them",
  );
  // However wide its columns are drawn.
  const plain = (text: string) => text.replaceAll(/[ -]{2,}/g, " ").replaceAll(/-/g, "");
  expect(plain(shown)).toContain(plain(shapesTable()));
});
