import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isNumberKey,
  isSpaceKey,
  isUpKey,
  useState,
} from "@inquirer/core";
import { joined, nothing, safe, type SafeText, type Showable, visible } from "../safe-text.ts";
import { renderTable } from "../render/table.ts";
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
  view,
} from "./look.ts";
import type { Picked, Picking } from "./questions.ts";
import { useTypedKeys } from "./typed-keys.ts";
import { windowed } from "./window.ts";

export type PickerQuestion = Look & {
  readonly picking: Picking;
  /** What was picked here before. */
  readonly kept: readonly Picked[];
  readonly keep: (picked: readonly Picked[]) => void;
};

const none: Picked = { quantity: 0, amount: null };

/** A list in which each thing is taken wholly, in part, or for an amount of its own, with the sum below. */
export const pickerPrompt = createPrompt<readonly Picked[] | null, PickerQuestion>(
  (asked, done) => {
    const { picking, screen } = asked;
    const { things } = picking;
    const columns = useColumns(asked);
    const [status, setStatus] = useState<Status>("idle");
    const [active, setActive] = useState(0);
    const [picked, setPicked] = useState<readonly Picked[]>(asked.kept);
    const [wrong, setWrong] = useState<SafeText | null>(null);
    /** The amount of the active thing while it is typed; null while things are picked. */
    const [amount, setAmount] = useState<string | null>(null);
    const thing = things[active];
    const most = thing?.most ?? 0;
    const now = picked[active] ?? none;

    const put = (next: Picked) => {
      const all = picked.map((old, index) => (index === active ? next : old));
      setPicked(all);
      setWrong(null);
      asked.keep(all);
    };
    const pick = (quantity: number) => {
      put({ quantity: Math.min(most, Math.max(0, quantity)), amount: null });
    };
    const finish = () => {
      const total = picking.sum(picked);
      if (picked.every(({ quantity }) => quantity === 0)) {
        setWrong(safe`Pick at least one line, with the space bar.`);
      } else if (total.wrong) setWrong(total.text);
      else {
        setStatus("done");
        done(picked);
      }
    };
    const takeAmount = (typed: string) => {
      const complaint = typed.trim() === "" ? null : picking.ownAmount(active, typed);
      if (complaint !== null) {
        setAmount("");
        setWrong(visible(complaint));
        return;
      }
      const quantity = Math.max(1, now.quantity);
      put(typed.trim() === "" ? { ...now, amount: null } : { quantity, amount: typed.trim() });
      setAmount(null);
    };

    const ignored = useTypedKeys(asked, amount !== null, (key, rl) => {
      if (status !== "idle") return;
      if (amount !== null) {
        if (key.name === "escape") setAmount(null);
        else if (isEnterKey(key)) takeAmount(amount);
        else setAmount(rl.line);
        if (key.name === "escape") rl.clearLine(0);
        return;
      }
      if (!isEnterKey(key)) rl.clearLine(0);
      if (key.name === "escape") {
        if (!asked.back) return;
        setStatus("back");
        done(null);
      } else if (isEnterKey(key)) finish();
      else if (isUpKey(key)) setActive(Math.max(0, active - 1));
      else if (isDownKey(key)) setActive(Math.min(things.length - 1, active + 1));
      else if (isSpaceKey(key)) pick(now.quantity === 0 ? most : 0);
      else if (key.name === "right") pick(now.quantity + 1);
      else if (key.name === "left") pick(now.quantity - 1);
      else if (isNumberKey(key)) pick(Number(key.name));
      else if (key.name === "a") setAmount("");
    });

    if (status === "back") return noView;
    if (status === "done") return answeredLines(asked, picking.summary(picked), columns).text;
    const table = renderTable(
      things.map(({ name, most: all }, index) => rowOf(index, name, all)),
      { width: columns - 3, shrinkable: [1], alignRight: [0, 2, 3, 4] },
    );
    const { items, above, below } = windowed(table.lines, active);
    const { paint } = screen;
    const page = items.map((line, place) =>
      place + above === active ? paint.cyan(safe`> ${line}`) : safe`  ${line}`,
    );
    const more = (count: number, where: string) =>
      count === 0 ? [] : [paint.dim(safe`  ${count} more ${where}`)];
    const list = [...more(above, "above"), ...page, ...more(below, "below")];
    const head = askedLines(asked, columns);
    const remark = remarkLines(
      asked,
      { note: picking.sum(picked).text, wrong: ignored ?? wrong },
      columns,
    );
    if (amount === null) {
      return listView([
        head,
        ...list,
        ...remark,
        hintLine(asked, ["↑↓", "space all", "←→ pieces", "a amount", "enter"]),
      ]);
    }
    const question = safe`  Amount for ${thing?.name ?? nothing}: ${visible(amount)}`;
    return view(joined([head, ...list, question], safe`\n`), [
      ...remark,
      hintLine({ ...asked, back: true }, ["enter take it"]),
    ]);

    function rowOf(index: number, name: SafeText, all: number): readonly Showable[] {
      const each = picked[index] ?? none;
      return [`${each.quantity} of ${all}`, name, ...picking.cells(index, each)];
    }
  },
);
