import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Explorer } from "cosmiconfig/dist/Explorer.js";
import type { Context } from "../context.ts";
import type { Problem } from "../domain/problem.ts";
import { ConfigurationError } from "../failure.ts";
import { fromWorkingFolder } from "../working-folder.ts";
import type { FileSettings } from "./schema.ts";
import { readSettingsText } from "./settings-text.ts";

/** A settings file that was read, and how much it is trusted. */
export interface SettingsFile {
  readonly path: string;
  readonly settings: FileSettings;
  /** Found in the working folder, so it may be somebody else's. */
  readonly foreign: boolean;
  readonly warnings: readonly SettingsWarning[];
}

/** A warning about the settings, which never stops a run. */
export interface SettingsWarning extends Problem {
  readonly code: "settings-file-readable";
  /** The message without the advice. */
  readonly fact: string;
  /** The command that fixes it. */
  readonly fix: string;
}

/** The parts of the outside world that decide the settings. */
export type Surroundings = Pick<Context, "env" | "cwd" | "folders">;

const searchPlaces = [".refundrc", ".refundrc.json", ".refundrc.yaml", ".refundrc.yml"];

/**
 * The named file, else the first found in the working folder, else in the user's config folder. No
 * parent folders, no merging. @throws ConfigurationError
 */
export async function findSettingsFile(
  context: Surroundings,
  named: string | undefined,
): Promise<SettingsFile | null> {
  if (named !== undefined) return readNamed(fromWorkingFolder(context, named));
  const { cwd } = context;
  const { config } = context.folders;
  const isOwn = cwd !== null && config !== null && resolve(cwd) === resolve(config);
  const here = cwd === null || isOwn ? null : await search(cwd);
  if (here !== null) return parseFile(here.filepath, here.config, true);
  const own = config === null ? null : await search(config);
  return own === null ? null : parseFile(own.filepath, own.config, false);
}

async function readNamed(path: string): Promise<SettingsFile> {
  try {
    if ((await readSettingsText(path)) === null) throw new Error("there is no such file");
    const found = await (await explorer()).load(path);
    return await parseFile(path, found?.config, false);
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function search(folder: string) {
  if (!(await hasSettings(folder))) return null;
  try {
    return await (await explorer()).search(folder);
  } catch (error) {
    throw unreadable(pathOf(error) ?? folder, error);
  }
}

/**
 * Whether there is a settings file. The explorer would wait for a pipe, and would skip a folder or a file
 * that it may not read, although the user meant all of these to be used.
 */
async function hasSettings(folder: string): Promise<boolean> {
  for (const place of searchPlaces) {
    const path = join(folder, place);
    try {
      if ((await readSettingsText(path)) !== null) return true;
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  return false;
}

async function explorer(): Promise<Explorer> {
  // Not `cosmiconfig()`: that reads `package.json` and `.config/config.js` in the working folder for
  // its own options, and runs the latter. Its explorer alone, with loaders that only read data, runs nothing.
  const { Explorer } = await import("./explorer.ts");
  return new Explorer({
    moduleName: "refund",
    searchPlaces,
    // Every file is read as data, whatever its name.
    loaders: { noExt: parseData, default: parseData },
    searchStrategy: "none",
    ignoreEmptySearchPlaces: false,
    cache: false,
    transform: (result) => result,
  });
}

/** JSON, or else YAML, which includes JSON; JSON first, so that its users load no YAML parser. */
async function parseData(_path: string, marked: string): Promise<unknown> {
  const content = marked.replace(/^\uFEFF/, "");
  let data: unknown;
  try {
    data = JSON.parse(content);
  } catch {
    data = await parseYaml(content);
  }
  // For this key, the explorer would load other files of any kind.
  if (typeof data === "object" && data !== null && "$import" in data) {
    throw new Error('the key "$import" is not supported: settings must be in one file');
  }
  return data;
}

/** The parser's own words quote the text around an error, which may be a secret, so only the place is given. */
async function parseYaml(content: string): Promise<unknown> {
  const { parse, YAMLError } = await import("./yaml.ts");
  try {
    return parse(content, { logLevel: "error" });
  } catch (error) {
    const [start] = error instanceof YAMLError ? (error.linePos ?? []) : [];
    const place = start === undefined ? "" : ` (line ${start.line}, column ${start.col})`;
    throw new Error(`it is neither JSON nor YAML${place}`, { cause: error });
  }
}

async function parseFile(path: string, data: unknown, foreign: boolean): Promise<SettingsFile> {
  const { parseSettings } = await import("./parse-settings.ts");
  const settings = parseSettings(path, data);
  if (foreign) refuseForeignKeys(path, settings);
  return { path, settings, foreign, warnings: await permissionWarnings(path) };
}

/** Keys that a file which may be somebody else's must not set. */
function refuseForeignKeys(path: string, settings: FileSettings): void {
  for (const part of [settings, ...Object.values(settings.profiles ?? {})]) {
    for (const key of ["journal", "ceiling", "timeout", "orderPage", "batch"] as const) {
      if (part[key] !== undefined) {
        throw new ConfigurationError(
          `The settings file ${path} in the working folder may not set "${key}". Put it in your own settings file, or name this one with --config. Nothing was sent.`,
        );
      }
    }
  }
}

async function permissionWarnings(path: string): Promise<readonly SettingsWarning[]> {
  // Windows reports no such bits: its files always read as private here.
  const { mode } = await stat(path).catch((error: unknown) => {
    // It was removed since it was read.
    throw unreadable(path, error);
  });
  if ((mode & 0o044) === 0) return [];
  const fact = `Others can read the settings file ${path}.`;
  const fix = `chmod 600 ${path}`;
  return [{ code: "settings-file-readable", message: `${fact} Run: ${fix}`, fact, fix }];
}

function unreadable(path: string, error: unknown): ConfigurationError {
  if (error instanceof ConfigurationError) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new ConfigurationError(`The settings file ${path} cannot be read: ${words}`);
}

/** The file that a loader's error is about, as the explorer notes it. */
function pathOf(error: unknown): string | undefined {
  return error instanceof Error && "filepath" in error && typeof error.filepath === "string"
    ? error.filepath
    : undefined;
}
