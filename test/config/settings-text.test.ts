import { createServer } from "node:net";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { machineFor } from "../support/context.ts";
import { runProcess } from "../support/process.ts";
import { readOn } from "../support/settings.ts";

const text = 'defaultReason: "Änderung"\n';
const utf16 = Buffer.from(text, "utf16le");
const megabyte = 1024 * 1024;

describe.each(["in the working folder", "in the user's folder", "named by --config"])(
  "a settings file %s",
  (where) => {
    /** Puts something in the place of the settings file, and reads the settings. */
    const readWith = async (make: (path: string) => unknown) => {
      const machine = machineFor();
      const folder = where.includes("user") ? machine.folders.config : machine.cwd;
      const path = join(folder, ".refundrc");
      await make(path);
      return readOn(machine, where.includes("--config") ? { config: ".refundrc" } : {});
    };

    test.each([
      ["UTF-16", utf16.subarray(0), "UTF-16"],
      ["UTF-16 with its mark", Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), "UTF-16"],
      ["big-endian UTF-16", Buffer.from(utf16).swap16(), "UTF-16"],
      ["Latin-1", Buffer.from(`# a\n${text}`, "latin1"), "Latin-1"],
      ["NUL bytes", Buffer.from(`a: b\0c\n`), "NUL"],
      ["more than 1 MB", Buffer.alloc(megabyte + 1, "#"), "larger than 1 MB"],
    ])("in %s is refused, and named as what it seems to be", async (_kind, bytes, words) => {
      const reading = readWith((path) => {
        writeFileSync(path, bytes, { mode: 0o600 });
      });
      await expect(reading).rejects.toThrow(words);
      await expect(reading).rejects.toMatchObject({ name: "ConfigurationError" });
    });

    test("in Latin-1 is reported with its line", async () => {
      const reading = readWith((path) => {
        writeFileSync(path, Buffer.from(`# a\n${text}`, "latin1"));
      });
      await expect(reading).rejects.toThrow("line 2");
    });

    test.each([
      ["without a mark", text],
      ["with a mark", `\uFEFF${text}`],
      ["as JSON with a mark", '\uFEFF{"defaultReason":"Änderung"}'],
      ["of 1 MB", `${text}#`.padEnd(megabyte - 2, "-")],
    ])("in UTF-8 %s is read", async (_how, content) => {
      const settings = await readWith((path) => {
        writeFileSync(path, content, { mode: 0o600 });
      });
      expect(settings).toMatchObject({ defaultReason: "Änderung" });
    });

    test("that is a folder is refused", async () => {
      await expect(
        readWith((path) => {
          mkdirSync(path);
        }),
      ).rejects.toThrow("it is a folder");
    });

    test("that is a pipe to which nobody writes is refused and not waited for", async () => {
      const reading = readWith((path) => runProcess("mkfifo", [path], { env: here }));
      await expect(reading).rejects.toThrow("it is a named pipe");
    });

    test("that is a socket is refused", async () => {
      const reading = readWith(async (path) => {
        const server = createServer().listen(path);
        onTestFinished(() => void server.close());
        await once(server, "listening");
      });
      await expect(reading).rejects.toThrow("socket");
    });
  },
);

/** Of a program that keeps no journal. */
const here = { PATH: process.env["PATH"], XDG_DATA_HOME: "/nowhere" };

test("a device is no settings file", async () => {
  await expect(readOn(machineFor(), { config: "/dev/zero" })).rejects.toThrow("it is a device");
});
