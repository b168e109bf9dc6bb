/** How the line of what a person said goes on behind its outcome; pruning cuts what follows. */
export const saidByPerson = "(by person)";

/** How a line ends that could not become the outcome, because the same refund was made anew. */
export const acceptedSince = "; but the same refund was accepted since";
