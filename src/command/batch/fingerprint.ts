import { createHash, hash } from "node:crypto";
import { type RowKey, rowKeyOf } from "../../domain/row-key.ts";
import type { Row } from "./row.ts";

/** What a row is known by when its file comes again, and what tells whether it was changed since. */
export interface Fingerprint {
  /**
   * The row's own id, or else its content. No file may name an order or line twice, so among identical
   * rows the place is always the first and needs no number.
   */
  readonly key: RowKey;
  /** Equal only for rows that ask for the very same, whatever their id, file format or place. */
  readonly content: string;
}

export function fingerprintOf(row: Row): Fingerprint {
  const said = Object.entries(row).filter(
    ([name, value]) => name !== "id" && !isNewAndEmpty(name, value),
  );
  const content = digest(JSON.stringify(said.sort(byName)));
  return { key: rowKeyOf(row.id, content), content };
}

/** Left out where a file does not have it, so that batches of earlier versions are found again. */
function isNewAndEmpty(name: string, value: unknown): boolean {
  return value === null && (name === "email" || name === "refunded");
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function digest(text: string): string {
  return hash("sha256", text, "base64url");
}

/** The fingerprint of a whole file: of all its rows, in whatever order they stand. */
export interface FileDigest {
  /** To be called with all rows sorted by key, some at a time. */
  readonly add: (rows: readonly Fingerprint[]) => void;
  readonly end: () => string;
}

export function startFileDigest(): FileDigest {
  const all = createHash("sha256");
  return {
    add: (rows) => {
      all.update(rows.map(({ key, content }) => JSON.stringify([key, content])).join(""));
    },
    end: () => all.digest("base64url"),
  };
}
