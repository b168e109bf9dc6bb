import { createRequire } from "node:module";
import { familySync, MUSL } from "detect-libc";
import { DatabaseMissing } from "../src/failure.ts";

const require = createRequire(import.meta.url);

/**
 * Which of libsql's native packages is the one for this system, as the end of its name. In the bundle this is in the
 * place of libsql's own finder, which has Node report on the whole process to learn which C library there is, once for
 * each of libsql's two ways to call the database: 12 ms. The newest detect-libc looks at Node's own executable.
 * @throws DatabaseMissing if that package cannot be loaded
 */
export function currentTarget(): string {
  const target = targetOf(process);
  partFor(target);
  return target;
}

/** What libsql calls instead where LIBSQL_JS_DEV is set, for a build of its own developers. There is none here. */
export function load(): unknown {
  return partFor(targetOf(process));
}

function partFor(target: string): unknown {
  const name = `@libsql/${target}`;
  try {
    return require(name);
  } catch (error) {
    throw new DatabaseMissing(
      `The database's native part, ${name}, is not installed or does not run on this system, so nothing was sent. Install this program again, without --omit=optional.`,
      { cause: error },
    );
  }
}

function targetOf({ platform, arch }: Pick<NodeJS.Process, "platform" | "arch">): string {
  if (platform === "win32") return `win32-${arch}-msvc`;
  if (platform !== "linux") return `${platform}-${arch}`;
  const isMusl = familySync() === MUSL;
  if (arch === "arm") return isMusl ? "linux-arm-musleabihf" : "linux-arm-gnueabihf";
  return `linux-${arch}-${isMusl ? "musl" : "gnu"}`;
}
