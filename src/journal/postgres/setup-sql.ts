import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from "kysely";
import type { Tables } from "../tables.ts";
import { setUp } from "./setup.ts";

/** What `setUp` would run on an empty database, for somebody who runs it by other means. */
export async function setupSql(role: string): Promise<string> {
  const statements: string[] = [];
  const nobody = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      statements.push(`${withValues(query)};\n`);
    },
  });
  await setUp(nobody, role);
  return ["begin;\n", ...statements, "commit;\n"].join("");
}

/** The values in their places, of which there are few and plain ones. */
function withValues({ sql, parameters }: CompiledQuery): string {
  return sql.replace(/\$(\d+)/g, (_place, number: string) => {
    const value = parameters[Number(number) - 1];
    return typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
  });
}
