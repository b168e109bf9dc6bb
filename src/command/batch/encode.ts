/** Turns text into the bytes of an encoding. What the encoding cannot say becomes a question mark. */
export type Encode = (text: string) => Uint8Array;

/** @param encoding a name that `TextDecoder` knows */
export function encoderFor(encoding: string): Encode {
  if (encoding === "utf-8") return (text) => Buffer.from(text, "utf8");
  if (encoding === "utf-16le") return (text) => Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return (text) => Buffer.from(text, "utf16le").swap16();
  const bytes = bytesOf(encoding);
  return (text) => Buffer.concat(Array.from(text, (letter) => bytes.get(letter) ?? question));
}

const question = Buffer.from("?");

/** Every letter that one or two bytes of an encoding say: there is only a decoder to ask. */
function bytesOf(encoding: string): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map<string, Buffer>();
  const note = (...code: readonly number[]): boolean => {
    const written = Buffer.from(code);
    const letter = decoder.decode(written);
    const isOne = Array.from(letter).length === 1 && letter !== "\ufffd";
    // Of two ways to write a letter, the first is the usual one.
    if (isOne && !bytes.has(letter)) bytes.set(letter, written);
    return isOne;
  };
  for (let first = 0; first < 0x100; first++) {
    if (note(first)) continue;
    for (let second = 0x40; second < 0x100; second++) note(first, second);
  }
  return bytes;
}
