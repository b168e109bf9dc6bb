import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { settingKeys, settingsFile } from "../../src/config/schema.ts";

const example = readFileSync(".refundrc.example", "utf8");
/** `# key: value` becomes a setting; `## words` stay a comment. */
const uncommented = example.replaceAll(/^# /gm, "");

describe(".refundrc.example", () => {
  test("is a settings file that sets nothing", () => {
    expect(settingsFile.parse(parse(example) ?? {})).toEqual({});
  });

  test("is a settings file with every setting line uncommented", () => {
    const settings = settingsFile.parse(parse(uncommented));
    expect(Object.keys(settings).sort()).toEqual(Object.keys(settingsFile.shape).sort());
  });

  test("has a line for every key that may stand in a settings file", () => {
    const keys = [...uncommented.matchAll(/^ *(\w+):/gm)].map(([, key]) => key);
    expect(settingKeys.filter((key) => !keys.includes(key))).toEqual([]);
  });

  test("has nothing but comments, so that no setting of it takes effect unasked", () => {
    expect(example.split("\n").filter((line) => !/^(#|$)/.test(line))).toEqual([]);
  });
});
