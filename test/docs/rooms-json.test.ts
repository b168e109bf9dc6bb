import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { cruise } from "dependency-cruiser";
import { afterAll, describe, expect, test } from "vitest";
import * as z from "zod/mini";
import configuration from "../../.dependency-cruiser.js";

const listing = z.record(z.string(), z.array(z.string()));
const { rooms, commands } = z
  .strictObject({ rooms: listing, commands: listing })
  .parse(JSON.parse(readFileSync("rooms.json", "utf8")));
const contributing = readFileSync("CONTRIBUTING.md", "utf8");

const folder = mkdtempSync(join(tmpdir(), "rooms-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The rows of the table that begins with these headings: the name, and the names in the last column. */
function tableOf(...headings: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const lines = contributing.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
  const start = lines.findIndex((cells) => headings.every((word, at) => cells[at + 1] === word));
  const rest = lines.slice(start + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((cells) => cells.length === 1),
  );
  const named = (cell: string | undefined) =>
    Array.from((cell ?? "").matchAll(/`([^`]+)`/g), ([, name]) => name ?? "");
  return Object.fromEntries(rows.map((row) => [named(row[1]).join(), named(row.at(-2))]));
}

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Runs the check over files of these texts. */
async function violationsIn(
  files: Readonly<Record<string, string>>,
): Promise<readonly Violation[]> {
  const tree = mkdtempSync(join(folder, "tree-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const { forbidden = [], options = {} } = configuration;
  const { output } = await cruise(["src"], {
    ...options,
    baseDir: tree,
    validate: true,
    ruleSet: { forbidden },
  });
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations;
}

/** A file of a room, or of a command's folder. */
function probeOf(room: string): string {
  const path = room.replace("*", "probe");
  return path.endsWith("/") ? `${path}probe-inside.ts` : path;
}

function importing(from: string, to: readonly string[]): string {
  const paths = to.map((path) => relative(dirname(from), path));
  return paths
    .map((path, at) => `import type { It as It${at} } from "./${path}";`)
    .concat("export type It = string;\n")
    .join("\n");
}

describe("the rooms of rooms.json", () => {
  test("are those of CONTRIBUTING.md, with the same imports", () => {
    const table = tableOf("room", "holds", "may import");
    const said = Object.entries(table).map(([room, names]) => [
      room,
      names.map((name) => `src/${name}`),
    ]);
    expect(said).toEqual(Object.entries(rooms));
    expect(tableOf("command", "builds on")).toEqual(commands);
  });

  test("import only rooms above them", () => {
    const names = Object.keys(rooms);
    const upward = Object.entries(rooms).flatMap(([room, allowed], at) => {
      const above = names.slice(0, at);
      const isAbove = (path: string) =>
        above.some((name) => path === name || (!names.includes(path) && isIn(path, name)));
      return allowed.filter((path) => !isAbove(path)).map((path) => `${room} imports ${path}`);
    });
    expect(upward).toEqual([]);
  });

  test("forbid every import that they do not list, be it of a type, and no other", async () => {
    const names = Object.keys(rooms);
    const files = names.map((room) => {
      const others = names.filter((other) => other !== room).map(probeOf);
      return [probeOf(room), importing(probeOf(room), others)] as const;
    });
    const found = await violationsIn(Object.fromEntries(files));
    const forbidden = found
      .filter(({ rule }) => rule.name !== "circle")
      .map(({ from, to }) => `${from} imports ${to}`);
    const expected = Object.entries(rooms).flatMap(([room, allowed]) =>
      names
        .filter((other) => other !== room && !allowed.includes(other))
        .map((other) => `${probeOf(room)} imports ${probeOf(other)}`),
    );
    expect(forbidden.toSorted()).toEqual(expected.toSorted());
  });

  test("let a room import a file of another without the rest of it", async () => {
    const found = await violationsIn({
      "src/clocks.ts": "export type It = string;\n",
      "src/failure.ts": "export type It = string;\n",
      "src/transport/probe.ts": importing("src/transport/probe.ts", [
        "src/clocks.ts",
        "src/failure.ts",
      ]),
    });
    expect(found.map(({ to }) => to)).toEqual(["src/failure.ts"]);
  });

  test("have a place for every file", async () => {
    const found = await violationsIn({
      "src/cellar/probe.ts": "export type It = string;\n",
      "src/refund.ts": importing("src/refund.ts", ["src/cellar/probe.ts"]),
    });
    expect(found.map(({ rule }) => rule.name)).toContain("no room");
  });

  test("keep commands apart, but for those that build on others", async () => {
    const names = [
      ...new Set([...Object.keys(commands), ...Object.values(commands).flat(), "new"]),
    ];
    const probe = (name: string) => `src/command/${name}/probe.ts`;
    const files = names.map((name) => {
      const others = names.filter((other) => other !== name).map(probe);
      return [probe(name), importing(probe(name), others)] as const;
    });
    const found = await violationsIn(Object.fromEntries(files));
    const forbidden = found
      .filter(({ rule }) => rule.name !== "circle")
      .map(({ from, to }) => `${from} imports ${to}`);
    const expected = names.flatMap((name) =>
      names
        .filter((other) => other !== name && commands[name]?.includes(other) !== true)
        .map((other) => `${probe(name)} imports ${probe(other)}`),
    );
    expect(forbidden.toSorted()).toEqual(expected.toSorted());
  });
});

test("a circle of types is forbidden like any other", async () => {
  const found = await violationsIn({
    "src/domain/a.ts": importing("src/domain/a.ts", ["src/domain/b.ts"]),
    "src/domain/b.ts": importing("src/domain/b.ts", ["src/domain/a.ts"]),
  });
  expect(found.map(({ rule }) => rule.name)).toContain("circle");
});

function isIn(path: string, room: string): boolean {
  if (room.endsWith("/")) return path.startsWith(room);
  return room === "src/*.ts" && /^src\/[^/]+\.ts$/.test(path);
}
