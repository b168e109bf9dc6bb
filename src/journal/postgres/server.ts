import { sql } from "kysely";
import type { Secret } from "../../domain/secret.ts";
import type { ServerPlace } from "../../journal-place.ts";
import { connect } from "./engine.ts";
import { schemaName } from "./schema-name.ts";
import { setUp, upgrade } from "./setup.ts";

/** What of a journal was on the server before it was set up. */
export interface ThereBefore {
  readonly tables: boolean;
  readonly role: boolean;
}

/** Makes a journal's tables and the agents' rights. @throws what the server says */
export async function setUpServer(
  place: ServerPlace,
  password: Secret | null,
  role: string,
): Promise<ThereBefore> {
  const database = connect(place, password);
  try {
    const before = await sql<ThereBefore>`select
      to_regclass(${`${schemaName}.attempt`}) is not null as tables,
      exists (select from pg_roles where rolname = ${role}) as role`.execute(database);
    await setUp(database, role);
    return before.rows[0] ?? { tables: false, role: false };
  } finally {
    await database.destroy();
  }
}

/** Brings a journal's tables to the newest schema. @throws what the server says */
export async function upgradeServer(place: ServerPlace, password: Secret | null): Promise<void> {
  const database = connect(place, password);
  await upgrade(database).finally(() => database.destroy());
}
