// Once a flag of V8 has changed, Node compiles each module of its own anew instead of using the code it came with.
// So this one, which a connection needs, comes first.
import "node:tls";
import { setFlagsFromString } from "node:v8";

/** V8 prints a complaint about a flag that it does not know, so only those get it that were tried with it. */
const triedWith = { first: 11, last: 14 };

/**
 * The client's parser is WebAssembly, and after a few answers V8 starts to optimise it. That takes longer
 * than a whole refund, and the process cannot end before it is done. It pays off after a thousand answers.
 * @param v8 its version, as `process.versions.v8` says it
 */
export function keepParserSimple(v8: string): void {
  const major = Number.parseInt(v8, 10);
  if (major < triedWith.first || major > triedWith.last) return;
  setFlagsFromString("--wasm-tiering-budget=1000000000");
}
