import { readFileSync } from "node:fs";
import { relative } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { commandNames } from "../../src/program/outlines.ts";

/** Commands that look the same whatever account and journal the user is in. */
const ofNoAccount = ["sandbox", "completion", "complete", "help"];

const names = commandNames.filter((name) => !ofNoAccount.includes(name));

/** A command line within a sentence: behind a colon, a backtick, a line break, or a word that sends somebody there. */
const commandLine = new RegExp(
  `(?:^|[:\`\\n(] ?|\\b(?:run|see|with|or|use) )refund (?:${names.join("|")})\\b`,
  "i",
);

/** Help is the same for everybody, so it names commands without flags. */
const help = ["src/program/", "src/command/help/", "src/command/completion/"];
const helpCalls = ["examples", "description", "summary", "addHelpText"];

function linesIn(text: string): readonly string[] {
  const source = ts.createSourceFile("some.ts", text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression: callee } = node;
      const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
      if (helpCalls.includes(name)) {
        // What a chain of calls is made on may hold actions, whose texts are no help.
        visit(callee);
        return;
      }
    }
    const isText =
      ts.isStringLiteral(node) ||
      ts.isNoSubstitutionTemplateLiteral(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node);
    if (isText && commandLine.test(node.text)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test("a text that names a command to run gets its line from nextCommand, with the flags that the user is in", () => {
  const files = ts.sys
    .readDirectory("src", [".ts"])
    .map((file) => relative("", file).replaceAll("\\", "/"))
    // The stand-in knows nothing of the client.
    .filter((file) => !["src/sandbox/", ...help].some((room) => file.startsWith(room)));
  expect(files.length).toBeGreaterThan(300);
  const bare = files.flatMap((file) =>
    linesIn(readFileSync(file, "utf8")).map((text) => `${file}: ${text}`),
  );
  expect(bare).toEqual([]);
});

test.each([
  ['throw new Error("It is gone. See: refund status");', 1],
  ["say(`settle it: refund reconcile ${id}`);", 1],
  ["say(`Run \\`refund login\\` again.`);", 1],
  ["say(safe`${why}\\nrefund order ${number}`);", 1],
  ['say("None of the refund reasons is configured.");', 0],
  ['command.addHelpText("after", examples("refund status"));', 0],
  ['command.addHelpText("after", "x").action(() => say("See: refund status"));', 1],
  ["say(safe`Settle it: ${nextCommand(`reconcile ${id}`)}`);", 0],
])("command lines in %s: %i", (text, count) => {
  expect(linesIn(text)).toHaveLength(count);
});
