import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isNumberKey,
  isSpaceKey,
  isUpKey,
  makeTheme,
  type Status,
  useKeypress,
  usePagination,
  usePrefix,
  useState,
} from "@inquirer/core";
import type { Picking } from "./questions.ts";

/** Shown again by the prompt itself when it ends. */
const cursorHide = "\u001b[?25l";

interface Config extends Picking {
  readonly message: string;
}

/** A list where each thing is taken in full (space) or in part (left and right), with the sum below. */
export const quantityPicker = createPrompt<readonly number[], Config>(
  ({ message, things, sum }, done) => {
    const theme = makeTheme({});
    const [status, setStatus] = useState<Status>("idle");
    const [active, setActive] = useState(0);
    const [picked, setPicked] = useState<readonly number[]>(things.map(() => 0));
    const [wrong, setWrong] = useState<string | null>(null);
    const prefix = usePrefix({ status, theme });
    const most = things[active]?.most ?? 0;
    const now = picked[active] ?? 0;

    const pick = (quantity: number) => {
      const within = Math.min(most, Math.max(0, quantity));
      setPicked(picked.map((old, index) => (index === active ? within : old)));
      setWrong(null);
    };

    useKeypress((key) => {
      if (status !== "idle") return;
      if (isEnterKey(key)) {
        const total = sum(picked);
        if (picked.every((quantity) => quantity === 0)) setWrong("Pick at least one, with space.");
        else if (total.wrong) setWrong(total.text.text);
        else {
          setStatus("done");
          done(picked);
        }
      } else if (isUpKey(key)) setActive(Math.max(0, active - 1));
      else if (isDownKey(key)) setActive(Math.min(things.length - 1, active + 1));
      else if (isSpaceKey(key)) pick(now === 0 ? most : 0);
      else if (key.name === "right") pick(now + 1);
      else if (key.name === "left") pick(now - 1);
      else if (isNumberKey(key)) pick(Number(key.name));
    });

    const shown = theme.style.message(message, status);
    const total = sum(picked);
    if (status === "done") return `${prefix} ${shown} ${theme.style.answer(total.text.text)}`;
    const width = Math.max(...things.map(({ most: all }) => String(all).length));
    const page = usePagination({
      items: things,
      active,
      pageSize: 10,
      loop: false,
      renderItem: ({ item, index, isActive }) => {
        const quantity = String(picked[index] ?? 0).padStart(width);
        const line = `${isActive ? ">" : " "} ${quantity} of ${String(item.most).padStart(width)}  ${item.name.text}`;
        return isActive ? theme.style.highlight(line) : line;
      },
    });
    const below = wrong === null ? total.text.text : theme.style.error(wrong);
    const keys = theme.style.help("up/down line, space whole line, left/right pieces, enter done");
    return `${[`${prefix} ${shown}`, page, "", below, keys].join("\n")}${cursorHide}`;
  },
);
