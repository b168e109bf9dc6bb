import { run } from "./run.ts";

/**
 * The newest Node of a major version, from the registry's package `node`. npx keeps each for the next time.
 * @returns the path of its program
 * @throws when it cannot be fetched, or is another version than was asked for
 */
export function nodeOf(major: number): string {
  const script = "console.log(process.execPath); console.log(process.versions.node)";
  let said: string;
  try {
    said = run("npx", ["--yes", "--package", `node@${major}`, "node", "--eval", script]);
  } catch (error) {
    throw new Error(`Node ${major} could not be fetched from the registry.`, { cause: error });
  }
  const [path = "", version = ""] = said.trim().split(/\r?\n/);
  if (version.startsWith(`${major}.`)) return path;
  throw new Error(`npx started Node ${version} at ${path} instead of Node ${major}.`);
}
