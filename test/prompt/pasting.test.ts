import { readdirSync, readFileSync } from "node:fs";
import { emitKeypressEvents } from "node:readline";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { watchPasting } from "../../src/prompt/pasting.ts";

/** The keys of what is read, read by read, as far as they count as typed. */
async function typedOf(...reads: readonly string[]): Promise<string> {
  const input = new PassThrough();
  emitKeypressEvents(input);
  const pasting = watchPasting(input);
  pasting.begun();
  let typed = "";
  let isOver = false;
  input.on("keypress", (_text, { sequence }: { readonly sequence: string }) => {
    if (sequence === "\u0004") isOver = true;
    else if (!pasting.isPasted()) typed += sequence;
  });
  for (const read of [...reads, "\u0004"]) {
    input.write(read);
    await new Promise(setImmediate);
  }
  expect(isOver).toBe(true);
  return typed;
}

test.each([
  [["y", "\r"], "y\r"],
  [["y\r"], "y\r"],
  [["y\r\n"], "y\r\n"],
  [["\u001b[B\r"], "\u001b[B\r"],
  [["abc\ry\r"], ""],
  [["abc\ny\n"], ""],
  [["y\r\r"], ""],
  [["\ry"], ""],
  [["abc\ry\r", "n\r"], "n\r"],
  [["\u001b[200~y\r\u001b[201~"], ""],
  [["\u001b[200~abc\r", "y\r", "\u001b[201~"], ""],
  [["\u001b[200~y", "\r\u001b[201~", "n\r"], "n\r"],
  [["\u001b[200~y\u001b[201~\r"], "\r"],
])("of the reads %j what counts as typed is %j", async (reads, typed) => {
  expect(await typedOf(...reads)).toBe(typed);
});

test("a paste that begins at one question is still a paste at the next", async () => {
  const input = new PassThrough();
  emitKeypressEvents(input);
  const pasting = watchPasting(input);
  const pasted: boolean[] = [];
  pasting.begun();
  input.on("keypress", () => {
    pasted.push(pasting.isPasted());
  });
  input.write("\u001b[200~a");
  await new Promise(setImmediate);
  pasting.ended();
  pasting.begun();
  input.write("y\r");
  await new Promise(setImmediate);
  expect(pasted).toEqual([true, true, true, true]);
});

test("no question hears a key in any other way than those two that know of pasting", () => {
  const folder = new URL("../../src/prompt/", import.meta.url);
  const hearing = readdirSync(folder).filter((name) =>
    readFileSync(new URL(name, folder), "utf8").includes("useKeypress"),
  );
  expect(hearing).toEqual(["line-prompt.ts", "typed-keys.ts"]);
});
