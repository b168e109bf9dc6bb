import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { schemas } from "../../src/render/documents/json-schemas.ts";

const reference = readFileSync("docs/interfaces.md", "utf8");

describe("docs/interfaces.md", () => {
  const used = codesInSource();
  const listed = codesListed(reference);

  test("lists every error and warning code that the source uses", () => {
    expect([...used].filter((code) => !listed.has(code))).toEqual([]);
  });

  test("lists no error or warning code that the source does not use", () => {
    expect([...listed].filter((code) => !used.has(code))).toEqual([]);
  });

  // Should the source come to name its codes in a way that codesInSource does not see, this tells.
  test.each(["usage", "configuration", "pending-refund", "line-item-not-found", "not-a-repeat"])(
    "is compared with a source in which %s was found",
    (code) => {
      expect(used).toContain(code);
    },
  );

  test("names every field of every JSON document under that document's heading", () => {
    const missing = Object.entries(schemas()).flatMap(([file, schema]) => {
      const section = sectionOf(reference, `### ${file.replace(/-(\d+)$/, "/$1")}`);
      return fieldsOf(schema)
        .filter((field) => !section.includes(`\`${field}\``))
        .map((field) => `${file}: ${field}`);
    });
    expect(missing).toEqual([]);
  });
});

/** First cells of the tables under the two headings about codes. */
function codesListed(text: string): Set<string> {
  const tables = ["## Error codes", "## Warning codes"].map((heading) => sectionOf(text, heading));
  return new Set(
    [...tables.join("\n").matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, code = ""]) => code),
  );
}

/** From a heading to the next one of its level or above. Empty when the heading is missing. */
function sectionOf(text: string, heading: string): string {
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  if (start === -1) return "";
  const level = heading.indexOf(" ");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => (/^#+(?= )/.exec(line)?.[0].length ?? 7) <= level);
  return rest.slice(0, end === -1 ? undefined : end).join("\n");
}

/** Names of all properties at every depth, but for those of a document inside, which has its own heading. */
function fieldsOf(schema: unknown, inside = false): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const properties: unknown = "properties" in schema ? schema.properties : null;
  const own = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  if (inside && own.includes("schema")) return [];
  const deeper = Object.values(schema).flatMap((part) => fieldsOf(part, true));
  return [...new Set([...own, ...deeper])];
}

/** Functions whose first argument is a code. */
const makers = ["problem", "apiProblem", "refuse", "warn", "blocked"];

/** Every code that src/ can produce, read off its syntax. The stand-in speaks 2Checkout's codes, not ours. */
function codesInSource(): Set<string> {
  const found = new Set<string>();
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.startsWith("sandbox"))
    .map((name) => join("src", name));
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      for (const place of codePlaces(node)) addTexts(place, found);
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function codePlaces(node: ts.Node): readonly ts.Node[] {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return makers.includes(node.expression.text) ? node.arguments.slice(0, 1) : [];
  }
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
    return node.expression.text === "ConfigurationError" ? (node.arguments ?? []).slice(1, 2) : [];
  }
  if (ts.isPropertyAssignment(node) || ts.isParameter(node)) {
    const named = ts.isIdentifier(node.name) && node.name.text === "code";
    return named && node.initializer !== undefined ? [node.initializer] : [];
  }
  // The tables of documented refusals: pairs of words and code, or a record of codes.
  if (ts.isVariableDeclaration(node)) return tableCodes(node);
  return [];
}

function tableCodes({ name, initializer }: ts.VariableDeclaration): readonly ts.Node[] {
  if (!ts.isIdentifier(name) || name.text !== "documented" || initializer === undefined) return [];
  if (ts.isObjectLiteralExpression(initializer)) {
    return initializer.properties.flatMap((row) =>
      ts.isPropertyAssignment(row) ? [row.initializer] : [],
    );
  }
  return ts.isArrayLiteralExpression(initializer)
    ? initializer.elements.flatMap((row) =>
        ts.isArrayLiteralExpression(row) ? row.elements.slice(1, 2) : [],
      )
    : [];
}

/** The texts an expression may come to: `"a"`, `x ?? "a"`, `y ? "a" : "b"`. */
function addTexts(node: ts.Node, into: Set<string>): void {
  if (ts.isStringLiteral(node)) {
    if (node.text !== "") into.add(node.text);
  } else if (ts.isConditionalExpression(node)) {
    addTexts(node.whenTrue, into);
    addTexts(node.whenFalse, into);
  } else if (ts.isBinaryExpression(node)) {
    addTexts(node.left, into);
    addTexts(node.right, into);
  }
}
