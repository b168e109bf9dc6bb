import fc from "fast-check";

/** What befalls a run's way to the database. */
export interface DatabaseFault {
  /** The message of the run before which it happens, counted from 1. */
  readonly message: number;
  /**
   * The message is lost with its connection, or its answer is, or it gets there when its sender is gone; or the
   * server crashes before the message, or while it is at it.
   */
  readonly what: "message" | "answer" | "late" | "crash before" | "crash after";
}

export function faultText({ message, what }: DatabaseFault): string {
  const words = {
    message: "message and connection lost",
    answer: "answer and connection lost",
    late: "connection lost, and the message arrives later",
    "crash before": "the server crashes before it",
    "crash after": "the server crashes while it is at it",
  } as const;
  return `database message ${message}: ${words[what]}`;
}

const fault: fc.Arbitrary<DatabaseFault> = fc.record({
  message: fc.integer({ min: 1, max: 9 }),
  what: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom("message" as const, "answer" as const, "late" as const),
    },
    { weight: 1, arbitrary: fc.constantFrom("crash before" as const, "crash after" as const) },
  ),
});

/** For each run of a sequence in turn. */
export const faults: fc.Arbitrary<readonly (DatabaseFault | null)[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: fault }),
  { minLength: 12, maxLength: 12 },
);
