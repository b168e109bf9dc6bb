import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { isObject, parseJson } from "./json.ts";
import { parseMemory } from "./memory.ts";
import type { Memory } from "./shop.ts";

/** Other processes need the file for milliseconds at a time, and one that dies lets go of it. */
const lockTimeoutMs = 30_000;

const tables = `
  create table if not exists opening (at real not null) strict;
  create table if not exists session (entry text not null) strict;
  create table if not exists refund (entry text not null) strict;`;

/** A database that holds a shop's memory. Every change is a transaction, so that several processes may share it. */
export class ShopFile {
  readonly #path: string;
  readonly #database: Database.Database;
  readonly #inode: number;
  /** The contents when this process last looked; the version shows whether another process has written since. */
  #known: { readonly memory: Memory; readonly version: unknown } | null = null;

  /** Opens or creates it, readable by its owner only. @throws if it is not a file of the stand-in */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Created here and not by SQLite, which would let the umask decide.
    closeSync(openSync(path, "a", 0o600));
    this.#path = path;
    this.#inode = statSync(path).ino;
    this.#database = new Database(path, { timeout: lockTimeoutMs });
    // It need not survive a power cut, and this is faster.
    this.#transact(() => this.#database.exec(tables), "pragma synchronous = off");
  }

  /** Whether somebody has removed or replaced it. */
  get isGone(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.ino !== this.#inode;
  }

  /** Runs the act alone, on the newest memory, and keeps what it changed unless it throws. */
  change<T>(act: (memory: Memory) => T, open: () => Memory): T {
    return this.#transact(() => {
      const memory = this.#newest() ?? this.#replace(open());
      const { sessions, refunds } = memory;
      const count = refunds.length;
      const result = act(memory);
      if (memory.sessions !== sessions) this.#fill("session", memory.sessions);
      if (memory.refunds !== refunds) this.#fill("refund", memory.refunds);
      else this.#add("refund", refunds.slice(count));
      this.#known = { memory, version: this.#version() };
      return result;
    });
  }

  /** Replaces all of its contents. */
  replace(memory: Memory): void {
    this.#transact(() => this.#replace(memory));
  }

  close(): void {
    this.#database.close();
  }

  #transact<T>(act: () => T, before = ""): T {
    const database = this.#database;
    try {
      database.exec(`${before}; begin immediate`);
      const result = act();
      database.exec("commit");
      return result;
    } catch (error) {
      this.#known = null;
      if (database.inTransaction) database.exec("rollback");
      throw isNoDatabase(error) ? this.#unreadable() : error;
    }
  }

  /** Null in a new file. */
  #newest(): Memory | null {
    const known = this.#known;
    if (known !== null && known.version === this.#version()) return known.memory;
    const [opening] = this.#rows("select at from opening");
    if (opening === undefined) return null;
    const entries = (table: string): readonly unknown[] =>
      this.#rows(`select entry from ${table} order by rowid`).map(({ entry }) =>
        typeof entry === "string" ? parseJson(entry) : null,
      );
    const memory = parseMemory({
      openedAt: opening["at"],
      sessions: entries("session"),
      refunds: entries("refund"),
    });
    if (memory === null) throw this.#unreadable();
    return memory;
  }

  #replace(memory: Memory): Memory {
    this.#known = null;
    this.#database.exec("delete from opening");
    this.#database.prepare("insert into opening values (?)").run(memory.openedAt);
    this.#fill("session", memory.sessions);
    this.#fill("refund", memory.refunds);
    return memory;
  }

  #fill(table: string, entries: readonly unknown[]): void {
    this.#database.exec(`delete from ${table}`);
    this.#add(table, entries);
  }

  #add(table: string, entries: readonly unknown[]): void {
    if (entries.length === 0) return;
    const insert = this.#database.prepare(`insert into ${table} values (?)`);
    for (const entry of entries) insert.run(JSON.stringify(entry));
  }

  #version(): unknown {
    return this.#rows("pragma data_version")[0]?.["data_version"];
  }

  #rows(query: string): readonly Readonly<Record<string, unknown>>[] {
    return this.#database.prepare(query).all().filter(isObject);
  }

  #unreadable(): Error {
    return new Error(
      `${this.#path} is not a file of this stand-in. Start over with: refund sandbox reset`,
    );
  }
}

function isNoDatabase(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === "SQLITE_NOTADB";
}
