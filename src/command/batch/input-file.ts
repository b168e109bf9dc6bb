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
    const { stream, requireUnchanged } = path === null ? piped(stdin) : openFile(path);
    for await (const chunk of addAbortSignal(signal, stream)) {
      yield Buffer.from(chunk as Uint8Array);
    }
    requireUnchanged();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} cannot be read: ${words}`);
  }
}

interface Opened {
  readonly stream: Readable;
  /** Call it after the last byte. @throws Error when somebody still writes into the file */
  readonly requireUnchanged: () => void;
}

function piped(stream: Readable): Opened {
  return { stream, requireUnchanged: () => undefined };
}

function openFile(path: string): Opened {
  // Without blocking, because to open a pipe is to wait for somebody who writes into it.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const file = fstatSync(fd);
  if (file.isDirectory()) {
    closeSync(fd);
    throw new Error("it is a folder");
  }
  if (file.isFIFO()) return piped(new Socket({ fd, readable: true, writable: false }));
  if (isatty(fd)) return piped(new ReadStream(fd));
  // Some of the system's own files say that they are empty.
  if (!file.isFile() || file.size === 0) return piped(createReadStream(path, { fd }));
  // Not farther: a file that grows faster than it is read would have no end.
  const stream = createReadStream(path, { fd, end: file.size - 1, autoClose: false });
  return {
    stream,
    requireUnchanged: () => {
      const { size } = fstatSync(fd);
      stream.destroy();
      if (size === file.size) return;
      throw new Error(
        "its size changed while it was being read. Wait until it is complete and run this again",
      );
    },
  };
}
