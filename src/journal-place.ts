import type { Secret } from "./domain/secret.ts";

/** Where a journal is. */
export type JournalPlace = FilePlace | ServerPlace;

export interface FilePlace {
  readonly kind: "file";
  readonly path: string;
}

/** A database of PostgreSQL, which the machines of a team share. */
export interface ServerPlace {
  readonly kind: "postgres";
  readonly user: string;
  /** A name, an address, or the folder of a socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** What the URL itself says; null where it must be found elsewhere. */
  readonly password: Secret | null;
  /** A file of certificates to trust besides those that Node trusts. */
  readonly certificates: string | null;
  /** By TLS, to a server that proves who it is. Only this very machine is talked to without. */
  readonly encrypted: boolean;
}

/** A journal's place for people and for documents: without its password. */
export function placeName(place: JournalPlace): string {
  if (place.kind === "file") return place.path;
  const { user, host, port, database } = place;
  const at = host.startsWith("/") ? encodeURIComponent(host) : host;
  return `postgres://${encodeURIComponent(user)}@${at}:${port}/${encodeURIComponent(database)}`;
}
