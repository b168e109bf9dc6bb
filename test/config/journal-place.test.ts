import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Machine, machineFor } from "../support/context.ts";
import { outcomeOf } from "../support/document.ts";
import { readOn, write } from "../support/settings.ts";

/** The two places where a journal can be set. */
const places: readonly (readonly [string, (machine: Machine, text: string) => string])[] = [
  [
    "REFUND_JOURNAL",
    (machine, text) => {
      machine.env["REFUND_JOURNAL"] = text;
      return machine.cwd;
    },
  ],
  [
    "a settings file",
    (machine, text) => {
      write(machine, "config", ".refundrc", { journal: text });
      return machine.folders.config;
    },
  ],
];

describe.each(places)("a journal set in %s", (_where, set) => {
  test.each(["journal.db", "./j.db", "../j.db", "~", "~me/j.db", "a folder/j.db", ":memory:"])(
    "may not be relative, as %s is, and the message names what that used to mean",
    async (text) => {
      const machine = machineFor();
      const base = set(machine, text);
      const error = await readOn(machine).catch(String);
      expect(error).toContain("not an absolute path");
      expect(error).toContain(join(base, text));
    },
  );

  test.each([
    "postgres://agent:topsecret@db.example/refund",
    "POSTGRESQL://agent:topsecret@db.example/refund",
    "postgres:agent:topsecret@db.example",
  ])("may not be a database yet, whose password is not repeated: %s", async (text) => {
    const machine = machineFor();
    set(machine, text);
    const error = await readOn(machine).catch(String);
    expect(error).toContain("in files only");
    expect(error).not.toContain("topsecret");
  });

  test.each(["file:///var/j.db", "https://user:topsecret@example.com/j.db"])(
    "may not be another URL: %s",
    async (text) => {
      const machine = machineFor();
      set(machine, text);
      const error = await readOn(machine).catch(String);
      expect(error).toContain("URL");
      expect(error).not.toContain("topsecret");
    },
  );

  test("is in the home folder where it begins with ~/", async () => {
    const machine = machineFor();
    set(machine, "~/refunds/j.db");
    expect((await readOn(machine)).journal).toBe(join(machine.folders.home, "refunds", "j.db"));
  });

  test("needs a home for ~/", async () => {
    const machine = machineFor();
    set(machine, "~/j.db");
    const { folders } = machine;
    const homeless = { ...folders, home: null };
    await expect(readOn({ ...machine, folders: homeless })).rejects.toThrow("no home folder");
  });

  test("is the same from a folder that was deleted", async () => {
    const machine = machineFor();
    set(machine, "/var/refunds/../j.db");
    expect((await readOn({ ...machine, cwd: null })).journal).toBe("/var/j.db");
    set(machine, "j.db");
    await expect(readOn({ ...machine, cwd: null })).rejects.toThrow("not an absolute path");
  });
});

test("without any home the journal has a place only where one is set", async () => {
  const machine = machineFor();
  const nowhere = { ...machine, folders: { home: null, config: null, data: null } };
  await expect(readOn(nowhere)).rejects.toThrow("HOME");
  machine.env["REFUND_JOURNAL"] = "/var/refunds/j.db";
  expect(await readOn(nowhere)).toMatchObject({ journal: "/var/refunds/j.db", filePath: null });
});

test("a relative journal is a configuration error, and the default is not used instead", async () => {
  const machine = machineFor();
  machine.env["REFUND_JOURNAL"] = "journal.db";
  const document = outcomeOf(await machine.run("history", "73152871", "--json"));
  expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
});
