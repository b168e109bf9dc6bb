import { createPrompt, isEnterKey, useState } from "@inquirer/core";
import { nothing, safe, type SafeText, visible } from "../safe-text.ts";
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
import { useTypedKeys } from "./typed-keys.ts";

export type YesQuestion = Look;

/** A yes must be typed; Enter alone is a no. */
export const yesPrompt = createPrompt<boolean | null, YesQuestion>((asked, done) => {
  const columns = useColumns(asked);
  const [status, setStatus] = useState<Status>("idle");
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState<SafeText | null>(null);

  const ignored = useTypedKeys(asked, false, (key, rl) => {
    if (status !== "idle") return;
    if (key.name === "escape") {
      if (!asked.back) return;
      setStatus("back");
      done(null);
    } else if (!isEnterKey(key)) {
      setTyped(rl.line);
      setWrong(null);
    } else if (/^ *(y|yes|n|no|) *$/i.test(typed)) {
      setStatus("done");
      done(isYes(typed));
    } else {
      setTyped("");
      setWrong(safe`Type y or n.`);
    }
  });

  if (status === "back") return noView;
  if (status === "done")
    return answeredLines(asked, isYes(typed) ? safe`yes` : safe`no`, columns).text;
  const above = safe`${askedLines(asked, columns)} ${asked.screen.paint.dim("(y/N)")} ${visible(typed)}`;
  return view(above, [
    ...remarkLines(asked, { note: nothing, wrong: ignored ?? wrong }, columns),
    hintLine(asked, ["y and enter for yes", "enter for no"]),
  ]);
});

function isYes(typed: string): boolean {
  return /^ *y/i.test(typed);
}
