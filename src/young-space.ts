import { setFlagsFromString } from "node:v8";

/** V8 prints a complaint about a flag that it does not know, so only those get it that were tried with it. */
const triedWith = { first: 11, last: 14 };

/**
 * What is read, written out and forgotten again would make V8 reserve ever more memory for what is new, although
 * nearly none of it is kept. This leaves that part of the memory as small as it is.
 * @param v8 its version, as `process.versions.v8` says it
 */
export function keepYoungSpaceSmall(v8: string): void {
  const major = Number.parseInt(v8, 10);
  if (major < triedWith.first || major > triedWith.last) return;
  setFlagsFromString("--semi-space-growth-factor=1");
}
