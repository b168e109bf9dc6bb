import { closeSync, constants, createReadStream, fstatSync, openSync } from "node:fs";
import { Socket } from "node:net";
import { addAbortSignal, type Readable } from "node:stream";
import { isatty, ReadStream } from "node:tty";
import { UsageError } from "../../failure.ts";

/**
 * The bytes of a file, pipe or terminal. Whatever it is, waiting for it ends when the signal is aborted: a
 * read that the system itself waits in would keep the process from ending.
 * @param path null for the standard input
 * @param name what the user calls it
 * @throws UsageError when it is read and cannot be
 */
export async function* readInput(
  path: string | null,
  name: string,
  stdin: Readable,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    const stream = addAbortSignal(signal, path === null ? stdin : openFile(path));
    for await (const chunk of stream) yield Buffer.from(chunk as Uint8Array);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} cannot be read: ${words}`);
  }
}

function openFile(path: string): Readable {
  // Without blocking, because to open a pipe is to wait for somebody who writes into it.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const file = fstatSync(fd);
  if (file.isDirectory()) {
    closeSync(fd);
    throw new Error("it is a folder");
  }
  if (file.isFIFO()) return new Socket({ fd, readable: true, writable: false });
  return isatty(fd) ? new ReadStream(fd) : createReadStream(path, { fd });
}
