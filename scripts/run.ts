import { spawnSync } from "node:child_process";

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

/**
 * Runs a program to its end and returns what it wrote to stdout.
 * @throws with all that it said, when it ends with another code than 0
 */
export function run(program: string, argv: readonly string[], where: Surroundings = {}): string {
  // npm and what it installs are .cmd files on Windows, and only a shell runs those.
  const shell = process.platform === "win32";
  const line = shell ? [program, ...argv].map((word) => `"${word}"`).join(" ") : program;
  const { status, stdout, stderr, error } = spawnSync(line, shell ? [] : argv, {
    ...where,
    shell,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status === 0) return stdout;
  const words = [program, ...argv].join(" ");
  throw new Error(`${words}\nended with ${String(status)}:\n${stderr}${stdout}`);
}
