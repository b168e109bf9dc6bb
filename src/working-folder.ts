import { isAbsolute, resolve } from "node:path";
import type { Context } from "./context.ts";
import { ConfigurationError } from "./failure.ts";

/**
 * Where a path leads that a user wrote. One that is absolute needs no working folder.
 * @throws ConfigurationError where it does, and the working folder is gone
 */
export function fromWorkingFolder({ cwd }: Pick<Context, "cwd">, path: string): string {
  if (isAbsolute(path)) return resolve(path);
  if (cwd === null) {
    throw new ConfigurationError(
      `You are in a folder that was deleted, so "${path}" cannot be found. Go to another folder, or write the full path. Nothing was sent.`,
    );
  }
  return resolve(cwd, path);
}
