import { ConfigurationError } from "../failure.ts";
import { didYouMean } from "../nearest.ts";
import { type FileSettings, settingKeys, settingsFile } from "./schema.ts";

/** The file's content as settings. @throws ConfigurationError that names every wrong key */
export function parseSettings(path: string, data: unknown): FileSettings {
  const parsed = settingsFile.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    `The settings file ${path} is wrong:\n${parsed.error.issues.map(describeIssue).join("\n")}`,
  );
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

function describeIssue(issue: Issue): string {
  const place = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? [])
      .map((key) => {
        const hint = didYouMean(key, settingKeys);
        return `  "${[place, key].filter((part) => part !== "").join(".")}" is no setting.${hint}`;
      })
      .join("\n");
  }
  return `  "${place || "(the file)"}": ${issue.message}`;
}
