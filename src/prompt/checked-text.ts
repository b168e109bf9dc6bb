import {
  createPrompt,
  isEnterKey,
  makeTheme,
  type Status,
  useKeypress,
  usePrefix,
  useState,
} from "@inquirer/core";
import { visible, visibleLines } from "../safe-text.ts";
import type { Check, TextAnswer } from "./questions.ts";

interface Config extends TextAnswer {
  readonly message: string;
  readonly check: Check;
}

/** A line of text with a note below it that changes while the user types. */
export const checkedText = createPrompt<string, Config>(({ message, ...answer }, done) => {
  const theme = makeTheme({});
  const [status, setStatus] = useState<Status>("idle");
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const prefix = usePrefix({ status, theme });

  useKeypress((key, line) => {
    if (status !== "idle") return;
    if (!isEnterKey(key)) {
      setText(line.line);
      setWrong(null);
      return;
    }
    const given = text.trim() === "" ? (answer.initial ?? "") : text;
    const complaint = answer.check(given.trim());
    if (complaint === null) {
      setText(given);
      setStatus("done");
      done(given);
    } else {
      // Enter has emptied the line; put the text back so that the user can fix it.
      line.write(text);
      setWrong(complaint);
    }
  });

  const shown = theme.style.message(message, status);
  if (status === "done") return `${prefix} ${shown} ${theme.style.answer(visible(text).text)}`;
  const initial =
    answer.initial !== undefined && text === ""
      ? theme.style.defaultAnswer(visible(answer.initial).text)
      : null;
  const remark = answer.note?.(text.trim()).text ?? "";
  const below =
    wrong === null ? theme.style.help(remark) : theme.style.error(visibleLines(wrong).text);
  return [
    [prefix, shown, initial, visible(text).text].filter((part) => part !== null).join(" "),
    remark === "" && wrong === null ? "" : below,
  ];
});
