import type { Surroundings } from "./file.ts";

/** An environment variable; an empty one counts as not set. */
export function variable(env: Surroundings["env"], name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}
