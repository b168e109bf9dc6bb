import { join } from "node:path";
import type { Context } from "../context.ts";

/** Where `--sandbox` keeps its shop and its journal, apart from everything live. */
export function sandboxFolder({ folders }: Pick<Context, "folders">): string {
  return join(folders.data, "sandbox");
}
