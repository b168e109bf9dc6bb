/** Whether the database said so itself. Known here without loading it. */
export function isDatabaseError(error: unknown): boolean {
  return error instanceof Error && ["SqliteError", "PostgresError"].includes(error.name);
}
