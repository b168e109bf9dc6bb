/** SQLite's and PostgreSQL's words for a broken unique index. */
export function isConstraintViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return (
    /^SQLITE_CONSTRAINT/.test(code) ||
    code === "23505" ||
    /UNIQUE constraint failed/.test(error.message)
  );
}
