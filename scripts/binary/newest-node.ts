/** The major version of the Node that the single executable is made of. */
export const newestNode = 26;
