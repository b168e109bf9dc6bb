import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useRef,
  useState,
} from "@inquirer/core";
import { nothing, safe, type SafeText, visible } from "../safe-text.ts";
import { fitWidth } from "../render/width.ts";
import {
  answeredLines,
  askedLines,
  hintLine,
  type Look,
  noView,
  remarkLines,
  type Status,
  useColumns,
  listView,
} from "./look.ts";
import { useTypedKeys } from "./typed-keys.ts";
import { windowed } from "./window.ts";

export type ListQuestion = Look & {
  readonly names: readonly SafeText[];
  /** Typing narrows the list. */
  readonly narrows: boolean;
  /** The one that was picked here before. */
  readonly kept: number;
  readonly keep: (index: number) => void;
};

/** One of a list, by its place. */
export const listPrompt = createPrompt<number | null, ListQuestion>((asked, done) => {
  const { names, narrows, screen } = asked;
  const columns = useColumns(asked);
  const [status, setStatus] = useState<Status>("idle");
  const [term, setTerm] = useState("");
  const [active, setActive] = useState(asked.kept);
  // A term that is read together with its Enter counts at once, though nothing was drawn in between.
  const now = useRef({ term, active });

  const found = (words: string) =>
    names.flatMap((name, index) =>
      name.text.toLowerCase().includes(words.trim().toLowerCase()) ? [index] : [],
    );
  const go = (next: { readonly term: string; readonly active: number }) => {
    now.current = next;
    setTerm(next.term);
    setActive(next.active);
    asked.keep(next.active);
  };

  useEffect((rl) => {
    rl.on("history", (history) => {
      if (Array.isArray(history)) history.length = 0;
    });
  }, []);

  const ignored = useTypedKeys(asked, narrows, (key, rl) => {
    if (status !== "idle") return;
    const here = now.current;
    const places = found(here.term);
    const place = places.indexOf(here.active);
    const step = (to: number) => {
      go({ term: here.term, active: places[to] ?? here.active });
    };
    if (key.name === "escape") {
      if (!asked.back) return;
      setStatus("back");
      done(null);
    } else if (isEnterKey(key)) {
      if (place === -1) rl.write(here.term);
      else {
        setStatus("done");
        done(here.active);
      }
    } else if (isUpKey(key)) step(Math.max(0, place - 1));
    else if (isDownKey(key)) step(Math.min(places.length - 1, place + 1));
    else if (!narrows) rl.clearLine(0);
    else {
      const left = found(rl.line);
      go({ term: rl.line, active: left.includes(here.active) ? here.active : (left[0] ?? 0) });
    }
  });

  if (status === "back") return noView;
  if (status === "done") return answeredLines(asked, names[active] ?? nothing, columns).text;
  const shown = found(term);
  const page = windowed(shown, shown.indexOf(active));
  const { paint } = screen;
  const line = (index: number): SafeText => {
    const name = fitWidth(names[index] ?? nothing, columns - 3);
    return index === active ? paint.cyan(safe`> ${name}`) : safe`  ${name}`;
  };
  const more = ({ count, where }: { readonly count: number; readonly where: string }) =>
    count === 0 ? [] : [paint.dim(safe`  ${count} more ${where}`)];
  const none = shown.length === 0 ? safe`Nothing in the list is called so.` : null;
  const head = askedLines(asked, columns);
  return listView([
    narrows ? safe`${head} ${visible(term)}_` : head,
    ...more({ count: page.above, where: "above" }),
    ...page.items.map(line),
    ...more({ count: page.below, where: "below" }),
    ...remarkLines(asked, { note: nothing, wrong: ignored ?? none }, columns),
    hintLine(asked, ["↑↓ move", ...(narrows ? ["type to narrow"] : []), "enter next"]),
  ]);
});
