import type { Secret } from "../../domain/secret.ts";
import type { ServerPlace } from "../../journal-place.ts";
import { connect } from "./engine.ts";
import { setUp, upgrade } from "./setup.ts";

/** Makes a journal's tables and the agents' rights. @throws what the server says */
export async function setUpServer(
  place: ServerPlace,
  password: Secret | null,
  role: string,
): Promise<void> {
  const database = connect(place, password);
  await setUp(database, role).finally(() => database.destroy());
}

/** Brings a journal's tables to the newest schema. @throws what the server says */
export async function upgradeServer(place: ServerPlace, password: Secret | null): Promise<void> {
  const database = connect(place, password);
  await upgrade(database).finally(() => database.destroy());
}
