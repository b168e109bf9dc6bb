/**
 * What `refund --help` says in a window of 80 columns or more. The build fills this in (scripts/help-page.ts). Null when
 * the sources run unbuilt; then the command tree prints it.
 */
export const helpPage: string | null = null;
