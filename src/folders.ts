import { type PlatformPath, posix, win32 } from "node:path";

/** A user's folders. Each is null if nothing says where it is; none ever depends on the working folder. */
export interface Folders {
  /** What `~/` stands for. */
  readonly home: string | null;
  readonly config: string | null;
  readonly data: string | null;
  /** What can be deleted at any time. */
  readonly cache: string | null;
}

/** What decides where they are. */
interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What the password database says; only asked if the environment does not say. */
  readonly userHome: () => string | null;
}

const name = "refund";

/**
 * A variable that is empty or relative (`XDG_DATA_HOME=~/.data`, which no shell expanded) counts as unset: it
 * would lead to a different journal from each working folder. The XDG specification has the same rule.
 */
export function foldersOf({ platform, env, userHome }: Machine): Folders {
  const path = platform === "win32" ? win32 : posix;
  const folderIn = (variable: string): string | null => {
    const text = env[variable];
    return text !== undefined && isFixed(text, path) ? text : null;
  };
  const homeInDatabase = (): string | null => {
    const text = userHome();
    return text !== null && isFixed(text, path) ? text : null;
  };
  const home = folderIn(platform === "win32" ? "USERPROFILE" : "HOME") ?? homeInDatabase();
  const inHome = (...parts: readonly string[]) => home && path.join(home, ...parts);
  const inside = (folder: string | null, ...parts: readonly string[]) =>
    folder && path.join(folder, name, ...parts);
  if (platform === "win32") {
    return {
      home,
      config: inside(folderIn("APPDATA") ?? inHome("AppData", "Roaming"), "Config"),
      data: inside(folderIn("LOCALAPPDATA") ?? inHome("AppData", "Local"), "Data"),
      cache: inside(folderIn("LOCALAPPDATA") ?? inHome("AppData", "Local"), "Cache"),
    };
  }
  if (platform === "darwin") {
    return {
      home,
      config: inside(inHome("Library", "Preferences")),
      data: inside(inHome("Library", "Application Support")),
      cache: inside(inHome("Library", "Caches")),
    };
  }
  return {
    home,
    config: inside(folderIn("XDG_CONFIG_HOME") ?? inHome(".config")),
    data: inside(folderIn("XDG_DATA_HOME") ?? inHome(".local", "share")),
    cache: inside(folderIn("XDG_CACHE_HOME") ?? inHome(".cache")),
  };
}

/** Whether a path leads to the same place from every working folder: on Windows `\x` and `C:x` do not. */
export function isFixed(text: string, path: Pick<PlatformPath, "isAbsolute" | "parse" | "sep">) {
  return path.isAbsolute(text) && (path.sep === "/" || path.parse(text).root.length > 1);
}
