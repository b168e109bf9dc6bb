// The oldest Node that must work has no such module, and neither have its types. This is what we use of it.
declare module "node:sqlite" {
  type Value = null | number | bigint | string | Uint8Array;
  type Row = Record<string, Value>;

  class StatementSync {
    all(...values: Value[]): Row[];
    get(...values: Value[]): Row | undefined;
    run(...values: Value[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    iterate(...values: Value[]): IterableIterator<Row>;
    columns(): readonly object[];
  }

  class DatabaseSync {
    constructor(path: string, options: { timeout: number; defensive: boolean });
    readonly isTransaction: boolean;
    prepare(text: string): StatementSync;
    exec(text: string): void;
    close(): void;
  }
}
