import { familySync, MUSL } from "detect-libc";

/**
 * Which of libsql's native packages is the one for this system, as the end of its name. In the bundle this is in the
 * place of libsql's own finder, which has Node report on the whole process to learn which C library there is, once for
 * each of libsql's two ways to call the database: 12 ms. The newest detect-libc looks at Node's own executable.
 */
export function currentTarget(): string {
  const { platform, arch } = process;
  if (platform === "win32") return `win32-${arch}-msvc`;
  if (platform !== "linux") return `${platform}-${arch}`;
  // libsql itself asks further for this one.
  if (arch === "arm") return "linux-arm-gnueabihf";
  return `linux-${arch}-${familySync() === MUSL ? "musl" : "gnu"}`;
}
