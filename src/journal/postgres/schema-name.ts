/** The schema that holds the tables. Each statement names it, because a connection remembers nothing. */
export const schemaName = "refund";
