import { isAbsolute, resolve } from "node:path";
import type { Context } from "./context.ts";
import { ConfigurationError } from "./failure.ts";

/**
 * The absolute path for a path that a user wrote. An absolute one needs no working folder.
 * @throws ConfigurationError if it needs the working folder and that is gone
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
