import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { rowsOf } from "../../support/batch.ts";
import type { Machine } from "../../support/context.ts";
import { shopFor } from "../../support/sandbox.ts";
import { type Shape, shapes } from "./shapes.ts";

const files = join(import.meta.dirname, "files");

/** The file with order numbers of the stand-in in the place of its own; its path. */
function withOrders(machine: Machine, file: string): string {
  const path = join(machine.cwd, file);
  const bytes = readFileSync(join(files, file));
  const isWide = bytes[0] === 0xff;
  const text = bytes.toString(isWide ? "utf16le" : "latin1");
  const named = text
    .replaceAll(/9100000([0-9])/g, "200000000$1")
    .replaceAll(/9100030([0-9])/g, "200000000$1")
    .replaceAll("90000011", "2000000006")
    .replaceAll("90000004", "73152873");
  writeFileSync(path, Buffer.from(named, isWide ? "utf16le" : "latin1"));
  return path;
}

async function checked({ file, flags = [] }: Shape) {
  const { machine, sandbox } = await shopFor({ orders: 10 });
  const path = withOrders(machine, file);
  const ended = await machine.run("batch", path, "--dry-run", ...flags);
  return { ...ended, asked: sandbox.requests().length };
}

test.each(shapes.filter(({ comes }) => "refused" in comes))(
  "$file with $flags is refused, saying why, and 2Checkout is asked nothing",
  async (shape) => {
    const { code, err, asked } = await checked(shape);
    expect({ code, asked }).toEqual({ code: 2, asked: 0 });
    for (const words of "refused" in shape.comes ? shape.comes.refused : []) {
      expect(err.replaceAll(/\s+/g, " ")).toContain(words);
    }
    expect(err).toMatch(/nothing was sent/i);
  },
);

test.each(shapes.filter(({ comes }) => "read" in comes))(
  "$file with $flags is read as it was meant",
  async (shape) => {
    const { out, err, asked } = await checked(shape);
    const amounts = rowsOf({ out }).map(({ error, amount, currency }) =>
      // More than was paid: the message has the amount.
      amount === null
        ? /^[0-9.]+ [A-Z]{3}/.exec(error?.message ?? "")?.[0]
        : `${amount} ${currency ?? ""}`,
    );
    expect({ amounts, err }).toMatchObject({ amounts: "read" in shape.comes && shape.comes.read });
    expect(asked).toBeGreaterThan(0);
  },
);
