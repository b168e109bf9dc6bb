import { SaxesParser } from "saxes";
import { nextTurn } from "../event-loop.ts";
import { longestRow } from "../lines.ts";
import { damaged } from "./damaged.ts";

/** What is told of a document as it is read. Names are without their prefix. */
export interface XmlSink {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/**
 * Tells a document to the sink, piece by piece, with a turn of the event loop after each. Nothing is ever
 * fetched or expanded, and no single text may be as large as the document. @throws UsageError
 */
export async function* readXml(
  bytes: AsyncIterable<Uint8Array>,
  { open, text, close }: XmlSink,
): AsyncGenerator<number> {
  const parser = new SaxesParser();
  let unheard = 0;
  parser.on("error", (error) => {
    throw damaged(error.message, error);
  });
  parser.on("doctype", () => {
    throw damaged("it declares entities of its own");
  });
  parser.on("opentag", ({ name, attributes }) => {
    unheard = 0;
    open(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    unheard = 0;
    close?.(localName(name));
  });
  if (text !== undefined) {
    parser.on("text", text);
    parser.on("cdata", text);
  }
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decoded = (chunk?: Uint8Array) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (error) {
      throw damaged("a part of it is not UTF-8", error);
    }
  };
  for await (const chunk of bytes) {
    const piece = decoded(chunk);
    unheard += piece.length;
    if (unheard > 2 * longestRow + piece.length) throw damaged("a value in it is too long");
    parser.write(piece);
    yield piece.length;
    await nextTurn();
  }
  parser.write(decoded());
  parser.close();
  yield 0;
}

/** Reads a document whose every word matters together. */
export async function readWholeXml(bytes: AsyncIterable<Uint8Array>, sink: XmlSink): Promise<void> {
  for await (const piece of readXml(bytes, sink)) piece;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
