import { isEnterKey, type KeypressEvent, useKeypress, useRef, useState } from "@inquirer/core";
import { safe, type SafeText } from "../safe-text.ts";
import type { Look } from "./look.ts";
import { broken, editorOf, placeLine, startWith } from "./typed-text.ts";

/**
 * Hands over the keys that are typed at a question that a single key can answer. What is pasted is no key: where
 * a text is typed it becomes part of that line, its line breaks as blanks; elsewhere it is ignored.
 * @returns what to say when something was ignored
 */
export function useTypedKeys(
  { isPasted }: Look,
  typesText: boolean,
  typed: Parameters<typeof useKeypress>[0],
): SafeText | null {
  const [isIgnored, setIgnored] = useState(false);
  const line = useRef("");
  useKeypress((key, rl) => {
    const editor = editorOf(rl);
    if (!isPasted()) {
      setIgnored(false);
      void typed(key, rl);
    } else if (typesText) {
      if (isEnterKey(key)) placeLine(editor, broken(startWith(line.current), false));
      void typed(pastedKey, rl);
    } else {
      placeLine(editor, startWith(line.current));
      setIgnored(true);
    }
    line.current = editor.line;
  });
  return isIgnored ? ignored : null;
}

/** Stands for every key of a paste, so that none of them moves, picks or leaves anything. */
const pastedKey: KeypressEvent = { name: "paste", ctrl: false, shift: false };

const ignored = safe`Pasted text is ignored here.`;
