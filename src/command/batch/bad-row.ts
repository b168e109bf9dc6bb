import type { Fields, Row } from "./row.ts";
import type { Place } from "./row-place.ts";

/** A row that cannot be refunded as it stands, and everything that is wrong with it. */
export interface BadRow {
  readonly place: Place;
  readonly code: "row-invalid" | "row-repeated" | "row-in-batch";
  readonly causes: readonly string[];
  /** Null when it could not be read as a row. */
  readonly row: Row | null;
  /** What could be read of it. */
  readonly fields: Fields;
}
