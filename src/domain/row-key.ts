import type { Branded } from "./brand.ts";

/** What a row of a batch is known by when its file comes again: its own id, or else what it asks for. */
export type RowKey = Branded<"row key">;

/** @param content equal only for rows that ask for the very same */
export function rowKeyOf(id: string | null, content: string): RowKey {
  return (id === null ? `content ${content}` : `id ${id}`) as RowKey;
}

/** The id that a row is known by; null if it is known by its content. */
export function idOfKey(key: RowKey): string | null {
  return key.startsWith("id ") ? key.slice("id ".length) : null;
}
