import { UsageError } from "../../failure.ts";
import type { ReadingNotes } from "./reading.ts";

/** The first bytes of an input, and all of it with them. */
export interface Peeked {
  readonly head: Buffer;
  readonly bytes: AsyncGenerator<Uint8Array>;
}

/** Enough to tell what a file is. */
const headSize = 4096;

export async function peek(bytes: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size < headSize) {
    const next = await iterator.next();
    if (next.done === true) break;
    read.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(read).subarray(0, headSize), bytes: all() };

  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* read;
      for (;;) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      // Whoever still writes into a pipe learns that nobody reads on.
      await iterator.return?.();
    }
  }
}

/**
 * The text of an input without its byte order mark, never a letter guessed: a wrongly read comment would go
 * to a customer. @throws UsageError that says which flag reads it, as far as the bytes tell
 */
export async function* decode(
  { head, bytes }: Peeked,
  stated: string | null,
  notes: ReadingNotes,
): AsyncGenerator<string> {
  const marked = markedEncoding(head);
  if (marked !== null && stated !== null && marked !== stated) {
    throw new UsageError(
      `The file begins with the mark of ${marked}, but --encoding says ${stated}. Leave --encoding out. Nothing was sent.`,
    );
  }
  const encoding = marked ?? stated ?? "utf-8";
  if (encoding === "utf-8") refuseWideText(head);
  notes.shape({ encoding, mark: marked !== null });
  const decoder = new TextDecoder(encoding, { fatal: true });
  let lines = 1;
  let chunk: Uint8Array = new Uint8Array();
  try {
    for await (chunk of bytes) {
      const text = decoder.decode(chunk, { stream: true });
      yield text;
      lines += lineEnds(text);
    }
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(notText(encoding, chunk, lines));
  }
}

function markedEncoding(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : null;
}

/** In UTF-16 every second byte of a list of refunds is zero. @throws UsageError */
function refuseWideText(head: Buffer): void {
  const zeros = [0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = head.length / 4;
  if (Math.max(even, odd) < Math.max(many, 4)) return;
  if (Math.min(even, odd) > many / 4) {
    throw new UsageError("The file is no text, so it is no list of refunds. Nothing was sent.");
  }
  throw new UsageError(
    `The file looks like UTF-16 without its byte order mark. Add --encoding ${odd > even ? "utf-16le" : "utf-16be"}, or save it as CSV UTF-8. Nothing was sent.`,
  );
}

function notText(encoding: string, chunk: Uint8Array, linesBefore: number): string {
  if (encoding !== "utf-8") return `The file is not text in ${encoding}. Nothing was sent.`;
  const readable = new TextDecoder("utf-8").decode(chunk);
  const fault = readable.indexOf("\ufffd");
  const line = linesBefore + lineEnds(readable.slice(0, fault));
  const old = new TextDecoder("windows-1252").decode(chunk);
  const commas = /(^|[;\t])[0-9.]*[0-9],[0-9]{1,3}([;\t]|\r|\n|$)/m.test(old);
  const flags = `--encoding windows-1252${commas ? " and, because its amounts have a decimal comma, --decimal ," : ""}`;
  return `The file is not UTF-8 text (line ${line}). If it was saved by an older Excel for Western Europe, add ${flags}; or save it as CSV UTF-8. Nothing was sent.`;
}

function lineEnds(text: string): number {
  return text.split(/\r\n|[\r\n]/).length - 1;
}
