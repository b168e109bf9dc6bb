import { join } from "node:path";
import { inspect } from "node:util";
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

  test("may be a database, whose password is a secret", async () => {
    const machine = machineFor();
    set(machine, "postgres://ann:topsecret@db.example/refunds");
    const { journal } = await readOn(machine);
    expect(journal).toMatchObject({
      kind: "postgres",
      host: "db.example",
      port: 5432,
      user: "ann",
      database: "refunds",
      encrypted: true,
    });
    expect(JSON.stringify(journal) + inspect(journal)).not.toContain("topsecret");
  });

  test.each([
    ["postgres:agent:topsecret@db.example", "not a valid URL"],
    ["POSTGRESQL://agent:topsecret@db.example", "must name user, host and database"],
    ["postgres://:topsecret@db.example/refunds", "must name user, host and database"],
    ["postgres://ann:topsecret@/refunds", "not a valid URL"],
    ["postgres://ann:topsecret@db.example/refunds?sslmode=disable", "nobody checks"],
    ["postgres://ann:topsecret@db.example/refunds?sslmode=prefer", "nobody checks"],
    ["postgres://ann:topsecret@db.example/refunds?sslmode=no-verify", "does not exist"],
    ["postgres://ann:topsecret@db.example/refunds?sslrootcert=ca.pem", "absolute path"],
    ["postgres://ann:topsecret@db.example/refunds?options=-cfsync", "does not know"],
  ])("may not be a database that is named badly or would not be checked: %s", async (text, why) => {
    const machine = machineFor();
    set(machine, text);
    const error = await readOn(machine).catch(String);
    expect(error).toContain("ConfigurationError");
    expect(error).toContain(why);
    expect(error).not.toContain("topsecret");
  });

  test.each([
    ["postgres://ann@localhost/refunds", { host: "localhost", encrypted: false }],
    ["postgres://ann@[::1]:6432/refunds", { host: "::1", port: 6432, encrypted: false }],
    ["postgres://ann@127.0.0.1/refunds?sslmode=verify-full", { encrypted: true }],
    ["postgres://ann@db.example/refunds?sslmode=require", { encrypted: true }],
    ["postgres:///refunds?host=/run/postgresql", null],
    ["postgres://ann@%2Frun%2Fpostgresql/refunds", { host: "/run/postgresql", encrypted: false }],
    [
      "postgres://ann%40x:p@db.example/a%20b?sslrootcert=/etc/ca.pem",
      { user: "ann@x", database: "a b", certificates: "/etc/ca.pem", encrypted: true },
    ],
  ])("is encrypted unless it is on this machine: %s", async (text, expected) => {
    const machine = machineFor();
    set(machine, text);
    const read = await readOn(machine).then(
      ({ journal }) => journal,
      () => null,
    );
    if (expected === null) expect(read).toBeNull();
    else expect(read).toMatchObject(expected);
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
    const path = join(machine.folders.home, "refunds", "j.db");
    expect((await readOn(machine)).journal).toEqual({ kind: "file", path });
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
    expect((await readOn({ ...machine, cwd: null })).journal).toEqual({
      kind: "file",
      path: "/var/j.db",
    });
    set(machine, "j.db");
    await expect(readOn({ ...machine, cwd: null })).rejects.toThrow("not an absolute path");
  });
});

test("without any home the journal has a place only where one is set", async () => {
  const machine = machineFor();
  const nowhere = { ...machine, folders: { home: null, config: null, data: null, cache: null } };
  await expect(readOn(nowhere)).rejects.toThrow("HOME");
  machine.env["REFUND_JOURNAL"] = "/var/refunds/j.db";
  expect(await readOn(nowhere)).toMatchObject({
    journal: { kind: "file", path: "/var/refunds/j.db" },
    filePath: null,
  });
});

test("a relative journal is a configuration error, and the default is not used instead", async () => {
  const machine = machineFor();
  machine.env["REFUND_JOURNAL"] = "journal.db";
  const document = outcomeOf(await machine.run("history", "73152871", "--json"));
  expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
});
