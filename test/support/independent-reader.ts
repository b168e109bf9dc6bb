import { readFileSync } from "node:fs";
import initialize from "sql.js";

/** Rows of a query on one file alone, read by another SQLite than the one that wrote it. */
export async function readAlone(
  path: string,
  query: string,
): Promise<readonly (readonly unknown[])[]> {
  const { Database } = await initialize();
  const database = new Database(readFileSync(path));
  try {
    return database.exec(query)[0]?.values ?? [];
  } finally {
    database.close();
  }
}
