import { Writable } from "node:stream";
import type { Context } from "../context.ts";

// eslint-disable-next-line no-control-regex -- escape sequences begin with one
const paint = /\u001b\[[0-9;]*m/g;

/** The stream without colours and weights; movements of the cursor pass. */
export function uncoloured(stream: Context["stderr"]): Writable {
  const plain = new Writable({
    write(chunk: Buffer | string, _encoding, done) {
      stream.write(String(chunk).replaceAll(paint, ""));
      done();
    },
  });
  // Read whenever lines are broken, because a window may change size.
  return Object.defineProperty(plain, "columns", {
    get: () => ("columns" in stream ? stream.columns : undefined),
  });
}
