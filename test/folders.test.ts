import { describe, expect, test } from "vitest";
import { foldersOf } from "../src/folders.ts";

const nobody = () => null;
const database = () => "/home/from-database";

describe("a user's folders on Linux are", () => {
  const on = (env: Record<string, string>, userHome: () => string | null = database) =>
    foldersOf({ platform: "linux", env, userHome });

  test("where XDG says", () => {
    const env = {
      HOME: "/home/me",
      XDG_CONFIG_HOME: "/c",
      XDG_DATA_HOME: "/d",
      XDG_CACHE_HOME: "/e",
    };
    expect(on(env)).toEqual({
      home: "/home/me",
      config: "/c/refund",
      data: "/d/refund",
      cache: "/e/refund",
    });
  });

  test.each([
    ["unset", {}],
    ["empty", { XDG_CONFIG_HOME: "", XDG_DATA_HOME: "" }],
    ["not expanded by the shell", { XDG_CONFIG_HOME: "~/.conf", XDG_DATA_HOME: "~/.data" }],
    ["relative", { XDG_CONFIG_HOME: ".", XDG_DATA_HOME: "../data" }],
  ])("the usual ones where the XDG variables are %s", (_how, env) => {
    expect(on({ ...env, HOME: "/home/me" })).toMatchObject({
      config: "/home/me/.config/refund",
      data: "/home/me/.local/share/refund",
    });
  });

  test.each([
    ["unset", {}],
    ["empty", { HOME: "" }],
    ["relative", { HOME: "home/me" }],
    ["a dot", { HOME: "." }],
    ["not expanded by the shell", { HOME: "~" }],
  ])("in the password database's home where HOME is %s", (_how, env) => {
    expect(on(env)).toMatchObject({
      home: "/home/from-database",
      data: "/home/from-database/.local/share/refund",
    });
  });

  test.each([{}, { HOME: "" }, { HOME: "me" }])(
    "nowhere for a user whom the password database does not know: %j",
    (env) => {
      expect(on(env, nobody)).toEqual({ home: null, config: null, data: null, cache: null });
      expect(on(env, () => "")).toEqual({ home: null, config: null, data: null, cache: null });
    },
  );

  test("where XDG says without any home", () => {
    expect(on({ XDG_DATA_HOME: "/d" }, nobody)).toEqual({
      home: null,
      config: null,
      data: "/d/refund",
      cache: null,
    });
  });
});

test("a user's folders on macOS are in the library of the home", () => {
  const env = { HOME: "", XDG_DATA_HOME: "/d" };
  expect(foldersOf({ platform: "darwin", env, userHome: () => "/Users/me" })).toEqual({
    home: "/Users/me",
    config: "/Users/me/Library/Preferences/refund",
    data: "/Users/me/Library/Application Support/refund",
    cache: "/Users/me/Library/Caches/refund",
  });
});

describe("a user's folders on Windows are", () => {
  const on = (env: Record<string, string>) =>
    foldersOf({ platform: "win32", env, userHome: () => "C:\\Users\\me" });
  const usual = {
    home: "C:\\Users\\me",
    config: "C:\\Users\\me\\AppData\\Roaming\\refund\\Config",
    data: "C:\\Users\\me\\AppData\\Local\\refund\\Data",
    cache: "C:\\Users\\me\\AppData\\Local\\refund\\Cache",
  };

  test("where the system's variables say", () => {
    const env = { USERPROFILE: "D:\\me", APPDATA: "D:\\roam", LOCALAPPDATA: "\\\\server\\local" };
    expect(on(env)).toEqual({
      home: "D:\\me",
      config: "D:\\roam\\refund\\Config",
      data: "\\\\server\\local\\refund\\Data",
      cache: "\\\\server\\local\\refund\\Cache",
    });
  });

  test.each([
    {},
    { USERPROFILE: "", APPDATA: "", LOCALAPPDATA: "" },
    { USERPROFILE: "me", APPDATA: "roam", LOCALAPPDATA: ".\\local" },
    // Absolute to Node, and on whichever drive the working folder is.
    { USERPROFILE: "\\me", APPDATA: "\\roam", LOCALAPPDATA: "D:local" },
  ])("the profile's own where those are none: %j", (env) => {
    expect(on(env)).toEqual(usual);
  });
});
