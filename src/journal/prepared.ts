import type { Compilable, CompiledQuery, Kysely, QueryCreator } from "kysely";
import type { Tables } from "./tables.ts";

/** Runs a statement with these values. */
export type Prepared<Values, Found> = (
  database: Kysely<Tables>,
  values: Values,
) => Promise<readonly Found[]>;

/** Stands where a value goes that the statement gets when it is run. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement whose text is made once, for the kind of database that it is first run on: making it takes longer than
 * SQLite needs to run it.
 * @param build must put the values into the statement as they are, and not look at them; each time they have the same names
 */
export function prepared<Values extends object, Found>(
  build: (tables: QueryCreator<Tables>, values: Values) => Compilable<Found>,
): Prepared<Values, Found> {
  let made: CompiledQuery<Found> | null = null;
  return async (database, values) => {
    made ??= build(database, placesFor(values)).compile();
    const given = new Map<string, unknown>(Object.entries(values));
    const parameters = made.parameters.map((each) =>
      each instanceof Place ? given.get(each.name) : each,
    );
    const { rows } = await database.executeQuery<Found>({ ...made, parameters });
    return rows;
  };
}

function placesFor<Values extends object>(values: Values): Values {
  const places = Object.keys(values).map((name) => [name, new Place(name)]);
  return Object.fromEntries(places) as Values;
}
