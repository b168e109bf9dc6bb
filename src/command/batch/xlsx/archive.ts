import { type Entry, fromBufferPromise } from "yauzl";
import { UsageError } from "../../../failure.ts";
import { notAList } from "../file-kind.ts";
import { damaged } from "./damaged.ts";

/** The parts of a workbook by their names. */
export interface Archive {
  readonly has: (name: string) => boolean;
  readonly names: readonly string[];
  /** @throws UsageError while it is read, if it is damaged or unpacks to more than `most` bytes */
  readonly read: (name: string, most: number) => AsyncIterable<Uint8Array>;
}

/** No list of refunds comes near these. */
const maxPacked = 64 * 1024 * 1024;
const maxParts = 10_000;

/** Opens a workbook. Only the parts that are asked for are unpacked, each up to a bound. @throws UsageError */
export async function openArchive(bytes: AsyncIterable<Uint8Array>): Promise<Archive> {
  const packed = await allOf(bytes);
  const entries = new Map<string, Entry>();
  const zip = await orDamaged(() => fromBufferPromise(packed, { lazyEntries: true }));
  if (zip.entryCount > maxParts) throw damaged(`it has ${zip.entryCount} parts`);
  await orDamaged(async () => {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw damaged(`its part ${entry.fileName} is there twice`);
      entries.set(entry.fileName, entry);
    }
  });
  const names = [...entries.keys()];
  refuseOtherArchives(names);
  return {
    names,
    has: (name) => entries.has(name),
    read: async function* (name, most) {
      const entry = entries.get(name);
      if (entry === undefined) throw damaged(`its part ${name} is missing`);
      if (!entry.canDecodeFileData()) {
        throw damaged(
          entry.isEncrypted() ? "it has a password" : `how ${name} is packed is unknown`,
        );
      }
      // More than was declared is an error of the stream.
      if (entry.uncompressedSize > most) {
        throw damaged(`its part ${name} unpacks to ${entry.uncompressedSize} bytes`);
      }
      const stream = await orDamaged(() => zip.openReadStreamPromise(entry));
      const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
      try {
        for (;;) {
          const next = await orDamaged(() => chunks.next());
          if (next.done === true) return;
          yield next.value;
        }
      } finally {
        stream.destroy();
      }
    },
  };
}

async function allOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > maxPacked) throw damaged(`it is larger than ${maxPacked / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws UsageError that names what else is packed so */
function refuseOtherArchives(names: readonly string[]): void {
  const holds = (start: string) => names.some((name) => name.startsWith(start));
  const save = "Open it and save it as .xlsx or CSV UTF-8.";
  if (holds("xl/workbook.bin")) throw notAList("a binary workbook (.xlsb)", save);
  if (holds("xl/")) return;
  if (holds("word/")) throw notAList("a Word document", save);
  if (holds("ppt/")) throw notAList("a PowerPoint document", save);
  if (holds("content.xml")) throw notAList("an OpenDocument file (.ods)", save);
  if (holds("Index/")) throw notAList("a Numbers or Pages document", save);
  throw notAList("a zip archive", "Unpack it first.");
}

async function orDamaged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw damaged(error instanceof Error ? error.message : String(error), error);
  }
}
