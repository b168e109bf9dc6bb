/**
 * What `refund --help` says in a window of 80 columns or more. The build puts it here, as the command tree prints it
 * (scripts/help-page.ts); null where the sources run without a build, and the tree itself is asked.
 */
export const helpPage: string | null = null;
