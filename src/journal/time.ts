import type { Expression } from "kysely";

/**
 * The time so many milliseconds after a moment of this process's wall clock. A journal that machines share
 * takes its database's time for that moment, because no two machines agree on it.
 */
export type TimeOf = (at: number, afterMs?: number) => Time;

type Time = string | Expression<string>;
