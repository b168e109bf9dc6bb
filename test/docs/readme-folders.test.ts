import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { foldersOf } from "../../src/folders.ts";

const readme = readFileSync("README.md", "utf8");

/** The cells of a row of the README's table of folders: Linux, macOS, Windows. */
const row = (name: string): readonly string[] =>
  [
    ...(new RegExp(`^\\| ${name} +\\|(.*)\\|$`, "m").exec(readme)?.[1] ?? "").matchAll(
      /`([^`]+)`/g,
    ),
  ].map(([, path = ""]) => path);

test.each([
  ["settings", "config"],
  ["journal", "data"],
  ["cache", "cache"],
] as const)("the README says where the %s folder is on each system", (name, folder) => {
  const on = (platform: NodeJS.Platform, env: Record<string, string>) =>
    foldersOf({ platform, env, userHome: () => null })[folder];
  const home = { HOME: "/~" };
  expect(row(name)).toEqual([
    on("linux", home)?.slice(1),
    on("darwin", home)?.slice(1),
    on("win32", { APPDATA: "C:\\%APPDATA%", LOCALAPPDATA: "C:\\%LOCALAPPDATA%" })?.slice(3),
  ]);
});
