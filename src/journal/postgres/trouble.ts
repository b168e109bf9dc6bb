import { type Help, journalCheck } from "../help.ts";

/** What the server, or the way to it, said instead of doing what was asked. */
export class PostgresError extends Error {
  override readonly name = "PostgresError";
  /** An SQLSTATE where the server said so; else what the system calls it, if anything. */
  readonly code: string;
  /** Whether the answer was lost, so that what was asked for may have been done. */
  readonly lost: boolean;
  /** Null where no command helps. */
  readonly help: Help | null;

  /** @param asked whether it had been asked by then; a connection that never came to be changed nothing */
  constructor(cause: unknown, { asked }: { readonly asked: boolean }) {
    const code = codeOf(cause);
    super(wordsOf(cause, code), { cause });
    this.code = code;
    this.help = sentenceFor(code)?.[2] ?? null;
    this.lost = asked && (!isSqlState(code) || endsConnection.test(code));
  }
}

/** Errors of the server after which it is gone, whatever it did before. */
const endsConnection = /^(08|57P0|58|XX)/;

function isSqlState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code);
}

/** The only errors after which the same is tried again: the server undid it, because of what others did. */
export function isCollision(error: unknown): boolean {
  return error instanceof PostgresError && (error.code === "40001" || error.code === "40P01");
}

/** What may be over in a moment: no connection left, or a server that is starting. */
export function isMomentary({ code }: PostgresError): boolean {
  return code === "53300" || code === "57P03";
}

/** Whether the other side hung up without a word, as a server does to whoever comes while it recovers from a crash. */
export function isHangUp(error: unknown): boolean {
  return error instanceof Error && error.message === "Connection terminated unexpectedly";
}

/** Whether the server was out of reach, so that the same may work once it is back. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof PostgresError && (error.lost || !isSqlState(error.code) || isMomentary(error))
  );
}

export function isLost(error: unknown): boolean {
  return error instanceof PostgresError && error.lost;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** In words of ours where the cause is known, because it says what to do. */
function wordsOf(error: unknown, code: string): string {
  const said = error instanceof Error ? error.message : String(error);
  const known = sentenceFor(code);
  if (known !== undefined) return `${known[1]} (${said || code})`;
  return said || code;
}

function sentenceFor(code: string): Sentence | undefined {
  return sentences.find(([codes]) => codes.test(code));
}

type Sentence = readonly [codes: RegExp, sentence: string, help?: Help];

const sentences: readonly Sentence[] = [
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOENT)$/, "the database server cannot be reached"],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "nobody knows the database server's name"],
  [/^ETIMEDOUT$/, "the database server does not answer"],
  [/^(ECONNRESET|EPIPE|08...)$/, "the connection to the database was lost"],
  [
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/,
    "the database server's certificate is not one that this machine trusts",
  ],
  [/^28(P01|000)$/, "the database server does not let this user in; check the password"],
  [/^3D000$/, "there is no such database on the server"],
  [
    /^(42P01|3F000)$/,
    "there is no journal in this database yet",
    { lead: "Make one", command: "journal setup" },
  ],
  [/^42703$/, "the journal's tables are of another version", journalCheck],
  [/^42501$/, "the database user has no right to do this; ask who set the journal up"],
  [/^53300$/, "the database server has no connection left; try again in a moment"],
  [/^53100$/, "the database server's disk is full"],
  [/^53/, "the database server is out of resources"],
  [/^57P03$/, "the database server is starting or stopping; try again in a moment"],
  [/^57P0/, "the database server ended the connection"],
  [/^25006$/, "the database is read-only, or its server a standby; connect to the primary"],
];
