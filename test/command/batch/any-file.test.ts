import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readInput } from "../../../src/command/batch/input-file.ts";
import { folderFor } from "../../journal/open.ts";
import { fileOf } from "../../support/batch.ts";
import { machineFor } from "../../support/context.ts";
import { shopFor } from "../../support/sandbox.ts";

/** Long enough for a slow machine, and nothing beside what a quadratic reading takes. */
const patience = 60_000;

const pieces = fc.constantFrom(
  ...["kind", "order", "comment", "amount", "currency", "id", "items", "reason", "total"],
  ...["partial", "legacy", "73152871", "5.00", "10", "50", "USD", "JPY", "Other", "A:1:10"],
  ...['"', '""', ",", ";", "\t", "\n", "\r\n", "\r", " ", "{", "}", "[", "]", ":", "\\", "\\u0000"],
  ...[
    "\u0000",
    "\ufeff",
    "\ufffd",
    "é",
    "😀",
    "\u2028",
    "0",
    "9",
    "-",
    "=",
    '{"kind":"total"',
    "null",
  ],
);

const someText = fc
  .tuple(
    fc.constantFrom("", "kind,order,reason,comment,id\n", "kind;order;amount;currency;id\r", '{"'),
    fc.array(pieces, { maxLength: 80 }),
  )
  .map(([start, rest]) => Buffer.from(start + rest.join("")));

const someBytes = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

test(
  "whatever is in a file, a dry run of it ends, is not a bug in the program, and sends nothing",
  async () => {
    const { machine, sandbox } = await shopFor();
    const path = join(machine.cwd, "any");
    await fc.assert(
      fc.asyncProperty(fc.oneof(someText, someText, someBytes), async (bytes) => {
        writeFileSync(path, bytes);
        const { code, err } = await machine.run("batch", path, "--dry-run");
        expect([0, 2, 8]).toContain(code);
        expect(err).not.toContain("fault in this program");
        expect(sandbox.ledger()).toEqual([]);
      }),
      { numRuns: 150 },
    );
  },
  4 * patience,
);

const hundredThousand = (text: string) => text.repeat(Math.ceil(100_000 / text.length));

test.each([
  ["rows that only CR ends", "kind,order,reason\r" + hundredThousand("total,x,Other\r").repeat(4)],
  [
    "a JSON array on one line",
    `[${hundredThousand('{"kind":"total","order":"1"},').repeat(40)}{}]`,
  ],
  ["one line without an end", hundredThousand("x").repeat(40)],
  ["blank lines", hundredThousand("\n").repeat(20)],
  ["blanks", hundredThousand(" ").repeat(40)],
  ["a quote that nobody closes", `kind,order\ntotal,"${hundredThousand("x\n").repeat(40)}`],
  ["nothing but quotes", `kind,order\n${hundredThousand('"').repeat(40)}`],
  ["quotes, one on a line", `kind,order\n${hundredThousand('"\n')}`],
  ["nothing but commas", `kind,order\n${hundredThousand(",").repeat(40)}`],
  ["NULs", hundredThousand("\u0000").repeat(40)],
  ["brackets in brackets", `${hundredThousand('{"a":')}1`],
  [
    "a comment of digits in groups",
    `kind,order,comment\n${`total,x,${hundredThousand("1 ").slice(500)}\n`.repeat(3)}`,
  ],
  ["a long id", `{"kind":"total","order":"1","id":"${hundredThousand("x").slice(200)}"}\n`],
])(
  "a large file of %s ends with 2 in little time",
  async (_what, text) => {
    const machine = machineFor();
    const ended = await machine.run("batch", fileOf(machine, text), "--dry-run", "--sandbox");
    expect(ended.code).toBe(2);
    expect(ended.err).not.toContain("fault in this program");
    expect(ended.err.length).toBeLessThan(300_000);
  },
  patience,
);

test(
  "a NUL in an id ends with 2 at once",
  async () => {
    const machine = machineFor();
    const text = '{"kind":"total","order":"91000301","reason":"Other","id":"a\\u0000b"}\n';
    const ended = await machine.run("batch", fileOf(machine, text), "--dry-run", "--sandbox");
    expect(ended.code).toBe(2);
  },
  patience,
);

/** The bytes of a file that something is done to after its first piece was read. */
async function sizeRead(meanwhile: (path: string) => void): Promise<number> {
  const path = join(folderFor(), "refunds.csv");
  writeFileSync(path, "x".repeat(300_000));
  const { signal } = new AbortController();
  let size = 0;
  for await (const chunk of readInput(path, "refunds.csv", Readable.from([]), signal)) {
    if (size === 0) meanwhile(path);
    size += chunk.length;
  }
  return size;
}

test("a file that is still being written is refused, and read no farther than it went", async () => {
  const grow = (path: string) => {
    appendFileSync(path, "more");
  };
  await expect(sizeRead(grow)).rejects.toThrow("its size changed while it was being read");
});

test("a file that is deleted after it was opened is read to its end", async () => {
  const remove = (path: string) => {
    rmSync(path);
  };
  expect(await sizeRead(remove)).toBe(300_000);
});
