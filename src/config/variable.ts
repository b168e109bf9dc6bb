import type { Surroundings } from "./file.ts";

/** A variable of the environment; an empty one is an unset one. */
export function variable(env: Surroundings["env"], name: string): string | undefined {
  const value = env[name];
  return value === undefined || value === "" ? undefined : value;
}
