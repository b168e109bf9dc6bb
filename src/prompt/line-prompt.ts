import {
  createPrompt,
  isBackspaceKey,
  isDownKey,
  isUpKey,
  useEffect,
  useKeypress,
  useRef,
  useState,
} from "@inquirer/core";
import { joined, nothing, safe, type SafeText, visible, visibleLines } from "../safe-text.ts";
import {
  answeredLines,
  askedLines,
  hintLine,
  type Look,
  noView,
  remarkLines,
  type Status,
  useColumns,
  view,
} from "./look.ts";
import type { Check } from "./questions.ts";
import {
  broken,
  editorOf,
  joinedUp,
  oneDown,
  oneUp,
  placeLine,
  startWith,
  type TypedText,
  wholeText,
} from "./typed-text.ts";

export type LineQuestion = Look & {
  readonly check: Check;
  readonly note: (text: string) => SafeText;
  readonly initial: string | null;
  /** Several lines may be typed or pasted. */
  readonly lines: boolean;
  readonly masked: boolean;
  /** What was typed here before. */
  readonly kept: string;
  readonly keep: (text: string) => void;
};

/**
 * A text of one line or several, with a remark below it that changes while it is typed. What is pasted is no
 * answer because of its line breaks: they stay in a text of several lines and become blanks in one line.
 */
export const linePrompt = createPrompt<string | null, LineQuestion>((asked, done) => {
  const columns = useColumns(asked);
  const [status, setStatus] = useState<Status>("idle");
  const [shown, setShown] = useState<TypedText>(startWith(asked.kept));
  const [wrong, setWrong] = useState<SafeText | null>(null);
  const typed = useRef(shown);
  const pasting = useRef(false);
  const enter = useRef<NodeJS.Immediate | null>(null);

  const hold = (text: TypedText) => {
    typed.current = text;
    asked.keep(wholeText(text));
    // A long paste is drawn once, not at each of its characters.
    if (!pasting.current) setShown(text);
  };

  useEffect((rl) => {
    // Enter puts a line into the history, from which the arrow keys would take it again.
    editorOf(rl).on("history", (history) => {
      history.length = 0;
    });
    placeLine(editorOf(rl), typed.current);
  }, []);

  const answer = (rl: object) => {
    const whole = wholeText(typed.current);
    const given = whole.trim() === "" ? (asked.initial ?? "") : whole.trim();
    const complaint = asked.check(given);
    if (complaint === null) {
      hold(startWith(given));
      setStatus("done");
      done(given);
    } else {
      // Enter has emptied the line; what was typed is there to be fixed.
      placeLine(editorOf(rl), typed.current);
      setWrong(visibleLines(complaint));
    }
  };

  useKeypress((key, rl) => {
    if (status !== "idle") return;
    const editor = editorOf(rl);
    const move = (text: TypedText) => {
      placeLine(editor, text);
      hold(text);
    };
    setWrong(null);
    if (enter.current !== null) {
      // More came together with Enter, so that it was pasted and not pressed.
      clearImmediate(enter.current);
      enter.current = null;
      typed.current = broken(typed.current, true);
    }
    const text = typed.current;
    if (key.name === "paste-start") pasting.current = true;
    else if (key.name === "paste-end") {
      pasting.current = false;
      hold(text);
    } else if (pasting.current && (key.name === "return" || key.name === "enter")) {
      move(broken(text, asked.lines));
    } else if (key.name === "return" && asked.lines) {
      enter.current = setImmediate(() => {
        enter.current = null;
        answer(rl);
      });
    } else if (key.name === "enter" && asked.lines) move(broken(text, true));
    else if (key.name === "return" || key.name === "enter") answer(rl);
    else if (key.name === "escape") {
      if (!asked.back) return;
      setStatus("back");
      done(null);
    } else if (isUpKey(key) && asked.lines) move(oneUp(text));
    else if (isDownKey(key) && asked.lines) move(oneDown(text));
    else if (isBackspaceKey(key) && text.cursor === 0) move(joinedUp(text));
    else hold({ ...text, line: editor.line, cursor: editor.cursor });
  });

  if (status === "back") return noView;
  const lineText = (line: string) => visible(asked.masked ? "*".repeat(line.length) : line);
  if (status === "done") {
    const lines = wholeText(shown).split("\n").map(lineText);
    return answeredLines(asked, joined(lines, safe`\n`), columns).text;
  }
  const { before, line, after } = shown;
  const whole = wholeText(shown);
  const initial =
    asked.initial !== null && whole === ""
      ? safe` ${asked.screen.paint.dim(safe`(${asked.initial})`)}`
      : nothing;
  const head = safe`${askedLines(asked, columns)}${initial}`;
  const indented = (each: string) => safe`  ${lineText(each)}`;
  const above =
    before.length + after.length === 0
      ? safe`${head} ${lineText(line)}`
      : joined([head, ...before.map(indented), indented(line)], safe`\n`);
  return view(above, [
    ...after.map(indented),
    ...remarkLines(asked, { note: asked.note(whole.trim()), wrong }, columns),
    hintLine(asked, ["enter next", ...(asked.lines ? ["ctrl-j new line"] : [])]),
  ]);
});
