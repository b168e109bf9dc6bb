import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../src/failure.ts";
import { machineFor } from "../support/context.ts";
import { readOn, write } from "../support/settings.ts";

describe("the settings file", () => {
  test("that is removed while it is read is read or is not, or is named as unreadable", async () => {
    for (let turns = 0; turns < 60; turns++) {
      const machine = machineFor();
      const path = write(machine, "config", ".refundrc", { timeout: 7 });
      const reading = readOn(machine).then(
        () => null,
        (error: unknown) => error,
      );
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      rmSync(path);
      expect([null, expect.any(ConfigurationError)]).toContainEqual(await reading);
    }
  });

  test.each([".refundrc", ".refundrc.json", ".refundrc.yaml", ".refundrc.yml"])(
    "may be named %s, in the working folder or in the user's",
    async (name) => {
      for (const folder of ["cwd", "config"] as const) {
        const machine = machineFor();
        const path = write(machine, folder, name, { defaultReason: "Other" });
        expect(await readOn(machine)).toMatchObject({ defaultReason: "Other", filePath: path });
      }
    },
  );

  test("may be YAML or JSON, whatever its name", async () => {
    for (const [name, text] of [
      [".refundrc", "timeout: 7\nreasons: [Fraud, Other]\n"],
      [".refundrc.json", "timeout: 7\nreasons:\n  - Fraud\n  - Other\n"],
      [".refundrc.yml", '{"timeout": 7, "reasons": ["Fraud", "Other"]}'],
    ] as const) {
      const machine = machineFor();
      write(machine, "config", name, text);
      const settings = { timeoutMs: 7_000, reasons: ["Fraud", "Other"] };
      expect(await readOn(machine)).toMatchObject(settings);
    }
  });

  test("may be empty", async () => {
    const machine = machineFor();
    const path = write(machine, "cwd", ".refundrc", "");
    write(machine, "config", ".refundrc", { timeout: 7 });
    expect(await readOn(machine)).toMatchObject({ filePath: path, timeoutMs: 60_000 });
  });

  test("is the first one found, and no other is merged into it", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc.yaml", { defaultReason: "Third" });
    write(machine, "config", ".refundrc", { timeout: 9, reasons: ["Other"] });
    const first = write(machine, "cwd", ".refundrc.json", { hashAlgorithm: "sha3-256" });
    const settings = await readOn(machine);
    expect(settings).toMatchObject({ filePath: first, reasons: null, defaultReason: null });
    expect(settings).toMatchObject({ timeoutMs: 60_000, rpc: { hashAlgorithm: "sha3-256" } });
  });

  test("is not looked for in parent folders", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { timeout: 7 });
    const below = join(machine.cwd, "below");
    mkdirSync(below);
    expect(await readOn({ ...machine, cwd: below })).toMatchObject({ filePath: null });
  });

  test("named by --config or REFUND_CONFIG is the only one, --config first", async () => {
    const machine = machineFor();
    write(machine, "cwd", ".refundrc", { timeout: 1 });
    const named = write(machine, "cwd", "named.yaml", { timeout: 7 });
    write(machine, "cwd", "other.json", { timeout: 8 });
    expect(await readOn(machine, { config: "named.yaml" })).toMatchObject({ filePath: named });
    machine.env["REFUND_CONFIG"] = "other.json";
    expect(await readOn(machine)).toMatchObject({ timeoutMs: 8_000 });
    expect(await readOn(machine, { config: named })).toMatchObject({ timeoutMs: 7_000 });
  });

  test("that others can read draws a warning which names the cure", async () => {
    const machine = machineFor();
    const path = write(machine, "config", ".refundrc", { timeout: 7 });
    expect((await readOn(machine)).warnings).toEqual([]);
    chmodSync(path, 0o644);
    const { warnings } = await readOn(machine);
    expect(warnings).toMatchObject([{ code: "settings-file-readable" }]);
    expect(warnings[0]?.message).toContain(`chmod 600 ${path}`);
  });
});

describe("a settings file that cannot be used is an error that names it:", () => {
  test("a missing one that was named", async () => {
    const machine = machineFor();
    const path = join(machine.cwd, "none.yaml");
    await expect(readOn(machine, { config: "none.yaml" })).rejects.toThrow(path);
  });

  test("a folder in its place that was named", async () => {
    const machine = machineFor();
    mkdirSync(join(machine.cwd, "folder.yaml"));
    await expect(readOn(machine, { config: "folder.yaml" })).rejects.toThrow("folder.yaml");
  });

  test.skipIf(userInfo().uid === 0)("one that may not be read", async () => {
    const machine = machineFor();
    const path = write(machine, "cwd", ".refundrc", { timeout: 7 });
    write(machine, "config", ".refundrc", { timeout: 9 });
    chmodSync(path, 0o000);
    await expect(readOn(machine)).rejects.toThrow(path);
  });

  test("one that is broken, with its place and never its text", async () => {
    const machine = machineFor();
    const text = 'merchantCode: ABC\nsecretKey: "topsecret" more: topsecret\n';
    const path = write(machine, "config", ".refundrc.yaml", text);
    const error = await readOn(machine).catch(String);
    expect(error).toContain(path);
    expect(error).toContain("line 2");
    expect(error).not.toContain("topsecret");
  });

  test("one whose secret is read as a reference to nothing", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", "secretKey: *topsecret\n");
    const error = await readOn(machine).catch(String);
    expect(error).toContain(".refundrc");
    expect(error).not.toContain("topsecret");
  });

  test.each(["just words", "- a\n- list\n", "7"])(
    "one that holds no settings: %j",
    async (text) => {
      const machine = machineFor();
      const path = write(machine, "config", ".refundrc", text);
      await expect(readOn(machine)).rejects.toThrow(path);
    },
  );
});

describe("an unknown key is an error that names the nearest right one:", () => {
  test.each([
    [{ merchantcode: "A" }, "merchantCode"],
    [{ secretkey: "topsecret" }, "secretKey"],
    [{ legacy: { usrname: "A" } }, "username"],
    [{ profiles: { shop: { celing: { USD: "1" } } } }, "ceiling"],
    [{ profile: {} }, "profiles"],
  ])("%j", async (data, nearest) => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", data);
    const error = await readOn(machine).catch(String);
    expect(error).toContain(`Did you mean "${nearest}"?`);
    expect(error).not.toContain("topsecret");
  });

  test("and none when none is near", async () => {
    const machine = machineFor();
    write(machine, "config", ".refundrc", { somethingElse: 1 });
    const error = await readOn(machine).catch(String);
    expect(error).toContain('"somethingElse" is not a setting.');
    expect(error).not.toContain("Did you mean");
  });
});

test.each([
  { timeout: 0 },
  { timeout: "60" },
  { timeout: 100_000_000 },
  { hashAlgorithm: "md5" },
  { reasons: [] },
  { merchantCode: "" },
  { ceiling: { XXX: "1" } },
  { ceiling: { USD: "1.001" } },
  { ceiling: { USD: 1 } },
  { reasons: ["Fraud"], defaultReason: "Other" },
])("a setting that makes no sense is an error: %j", async (data) => {
  const machine = machineFor();
  write(machine, "config", ".refundrc", data);
  const [key = ""] = Object.keys(data).reverse();
  await expect(readOn(machine)).rejects.toThrow(key);
});

test("no JavaScript is run, wherever a settings file or cosmiconfig's own options might stand", async () => {
  const machine = machineFor();
  const ran = join(machine.cwd, "ran");
  const code = `require("node:fs").writeFileSync(${JSON.stringify(ran)}, "");\nmodule.exports = {};\n`;
  const places = [".refundrc.js", ".refundrc.cjs", "refund.config.js", ".config/config.js"];
  for (const folder of [machine.cwd, machine.folders.config]) {
    for (const place of [...places, ".refundrc.ts", ".config/refundrc.js"]) {
      mkdirSync(dirname(join(folder, place)), { recursive: true });
      writeFileSync(join(folder, place), code);
    }
    const options = { searchPlaces: [".refundrc.js"], $import: "./.refundrc.js" };
    const manifest = { cosmiconfig: options, refund: { timeout: 7 } };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  }
  expect(await readOn(machine)).toMatchObject({ filePath: null, timeoutMs: 60_000 });
  for (const place of places) {
    await expect(readOn(machine, { config: place })).rejects.toThrow(place);
  }
  write(machine, "cwd", ".refundrc", { $import: "./.refundrc.js" });
  await expect(readOn(machine)).rejects.toThrow("$import");
  write(machine, "cwd", ".refundrc", 'timeout: !!js/function "function () {}"\n');
  await expect(readOn(machine)).rejects.toThrow("timeout");
  expect(existsSync(ran)).toBe(false);
});
