/** A value as one word of a command line, as a POSIX shell reads it back. */
export function shellWord(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
