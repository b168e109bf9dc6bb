import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { journalPassword, passwordIn } from "../../src/config/journal-password.ts";
import { Secret } from "../../src/domain/secret.ts";
import { placeName, type ServerPlace } from "../../src/journal-place.ts";
import { machineFor } from "../support/context.ts";

const place: ServerPlace = {
  kind: "postgres",
  user: "ann",
  host: "db.example",
  port: 5432,
  database: "refunds",
  password: null,
  certificates: null,
  encrypted: true,
};

test.each([
  ["db.example:5432:refunds:ann:first", "first"],
  ["# db.example:5432:refunds:ann:no\n*:*:*:*:any", "any"],
  ["other:5432:refunds:ann:no\r\ndb.example:*:refunds:ann:a\\:b\\\\c", "a:b\\c"],
  ["db.example:5432:refunds:bob:no", null],
  ["db.example:5432:refunds:ann", null],
  ["", null],
])("a password file is read as PostgreSQL's own programs read it: %j", (text, password) => {
  expect(passwordIn(text, place)).toBe(password);
});

test("the password comes from the URL, else PGPASSWORD, else the password file, else the keychain", async () => {
  const machine = machineFor();
  const { env, folders, keychain } = machine;
  const context = { env, folders };
  const found = async (at = place) =>
    (await journalPassword({ context, keychain }, at))?.reveal() ?? null;
  expect(await found()).toBeNull();
  await keychain.write(placeName(place), "from-the-keychain");
  expect(await found()).toBe("from-the-keychain");
  const file = join(folders.home, ".pgpass");
  writeFileSync(file, "*:*:*:*:from-the-file", { mode: 0o600 });
  expect(await found()).toBe("from-the-file");
  env["PGPASSWORD"] = "from-the-environment";
  expect(await found()).toBe("from-the-environment");
  expect(await found({ ...place, password: new Secret("from-the-url") })).toBe("from-the-url");
});

test("a password file that others can read is refused, and the message says what to do", async () => {
  const { env, folders, keychain } = machineFor();
  const file = join(folders.home, ".pgpass");
  writeFileSync(file, "*:*:*:*:from-the-file");
  chmodSync(file, 0o644);
  const error = await journalPassword({ context: { env, folders }, keychain }, place).catch(String);
  expect(error).toContain(`chmod 600 ${file}`);
  expect(error).not.toContain("from-the-file");
});
