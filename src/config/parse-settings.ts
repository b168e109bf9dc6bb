import { ConfigurationError } from "../failure.ts";
import { didYouMean } from "../domain/nearest.ts";
import { type FileSettings, settingKeys, settingsFile } from "./schema.ts";
import { describeWrongValue } from "./wrong-value.ts";

/** The file's content as settings. @throws ConfigurationError that names every wrong key */
export function parseSettings(path: string, data: unknown): FileSettings {
  const parsed = settingsFile.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => describeIssue(issue, data ?? {}));
  throw new ConfigurationError(`The settings file ${path} is wrong:\n${wrong.join("\n")}`);
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

function describeIssue(issue: Issue, data: unknown): string {
  if (issue.code === "unrecognized_keys") {
    const place = issue.path.map(String).join(".");
    return (issue.keys ?? [])
      .map((key) => {
        const hint = didYouMean(key, settingKeys);
        return `  "${[place, key].filter((part) => part !== "").join(".")}" is not a setting.${hint}`;
      })
      .join("\n");
  }
  return `  ${describeWrongValue(issue.path, data)}`;
}
