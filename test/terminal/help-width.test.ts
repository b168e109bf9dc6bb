import { expect, test } from "vitest";
import { deskFor } from "../support/program.ts";
import { atScreen } from "../support/screen.ts";

// The build makes the page; with a further option the command tree prints it, which is what it is compared with.

test("help on the program is the page that the command tree prints", async () => {
  const desk = deskFor();
  const [page, printed] = await Promise.all([desk.run("--help"), desk.run("--help", "--no-color")]);
  expect(page).toMatchObject({ code: 0, err: "" });
  expect(page.out).toBe(printed.out);
  expect(page.out).toContain("refund everything that is left on an order");
});

test.each([80, 200])("a window of %i columns shows the same page", async (columns) => {
  const desk = deskFor();
  const { out } = await desk.run("--help");
  const screen = atScreen(desk, ["--help"], { columns, rows: 100 });
  expect(await screen.ended).toBe(0);
  expect(screen.text().trim()).toBe(out.trim());
});

test("a narrow window gets commands and options that fit into it", async () => {
  const desk = deskFor();
  const { out } = await desk.run("--help");
  const screen = atScreen(desk, ["--help"], { columns: 60, rows: 100 });
  expect(await screen.ended).toBe(0);
  // The terminal breaks a line that is too long in the middle of a word.
  const wordsOfLists = (text: string) => text.split("\nExit codes")[0]?.split(/\s+/);
  expect(wordsOfLists(screen.text())).toEqual(wordsOfLists(out));
  expect(screen.text()).not.toContain("refund everything that is left on an order");
});
