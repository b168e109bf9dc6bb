import { readFileSync } from "node:fs";
import { relative } from "node:path";
import ts from "typescript";

/**
 * Lists the texts of src/ that people read, to be read aloud from top to bottom: every string and template with a blank
 * in its own words, with file and line. What is put into a template stands as ${its source}; parts joined by + are one text.
 * Arguments name folders to list instead of src.
 */
const folders = process.argv.length > 2 ? process.argv.slice(2) : ["src"];
const files = folders.flatMap((folder) => ts.sys.readDirectory(folder, [".ts", ".js"])).sort();

/** The words of a string, a template or parts joined by +; undefined of anything else. */
function words(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map(
      ({ expression, literal }) => `\${${expression.getText()}}${literal.text}`,
    );
    return node.head.text + spans.join("");
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const left = words(node.left);
    const right = words(node.right);
    if (left === undefined && right === undefined) return undefined;
    return (left ?? `\${${node.left.getText()}}`) + (right ?? `\${${node.right.getText()}}`);
  }
  return undefined;
}

/** Whether the text itself, not what is put into it, has a blank between words. */
function isProse(text: string): boolean {
  return /\S\s+\S/.test(text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "…"));
}

let count = 0;
for (const file of files) {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const visit = (node: ts.Node): void => {
    const text = words(node);
    if (text !== undefined && isProse(text)) {
      count += 1;
      const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      process.stdout.write(
        `${relative("", file)}:${String(line)}\t${text.replaceAll("\n", "\\n")}\n`,
      );
    }
    // Templates inside a template that was printed are read as texts of their own; the parts of a sum are not.
    if (text === undefined || ts.isTemplateExpression(node)) ts.forEachChild(node, visit);
  };
  visit(source);
}
process.stderr.write(`${String(count)} texts\n`);
