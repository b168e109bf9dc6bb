import { Cancelled } from "../../failure.ts";
import type { StartedPager } from "../../pager.ts";
import type { SafeText } from "../../safe-text.ts";
import { keepYoungSpaceSmall } from "../../young-space.ts";
import { resultsInto } from "../results.ts";
import type { Run } from "../run.ts";
import { environmentForPager, pagerOf } from "./pager-setting.ts";

/** Text that can be made once more from its beginning, some at a time. */
export type Making = () => AsyncIterable<SafeText>;

/**
 * Writes a text of any length no faster than it is read, each part on lines of its own. At a terminal that it
 * does not fit it goes through the pager. False where there was nothing to write.
 * @param paged whether a person reads it here, who can turn pages
 */
export async function putOut(make: Making, paged: boolean, run: Run): Promise<boolean> {
  keepYoungSpaceSmall(run.context.versions.v8);
  const command = paged ? pagerOf(run.context) : null;
  if (command === null) return writeOut(make(), run);
  const parts = make()[Symbol.asyncIterator]();
  const begun: SafeText[] = [];
  let lines = 0;
  // The prompt that comes after it needs a line, too.
  while (lines < run.context.terminal.rows) {
    const next = await parts.next();
    if (next.done === true) return writeOut(begun, run);
    begun.push(next.value);
    lines += next.value.lines.length;
  }
  const rest = { [Symbol.asyncIterator]: () => parts };
  const whole = async function* () {
    yield* begun;
    yield* rest;
  };
  const pager = await run.context.startPager(command, environmentForPager(run.context.env));
  if (pager === null) return writeOut(whole(), run);
  if (await intoPager(whole(), pager, run)) return true;
  // A shell that found no such command has said so; what is asked for is shown all the same.
  return writeOut(make(), run);
}

/** What a shell ends with that found no such command, or could not run it. */
const notRun: readonly (number | null)[] = [126, 127];

/** False where there turned out to be no such pager. It has the terminal, and Ctrl-C is its own until it ends. */
async function intoPager(
  parts: AsyncIterable<SafeText>,
  pager: StartedPager,
  { stopping }: Run,
): Promise<boolean> {
  const results = resultsInto(pager.input, { keepOpen: false });
  let stopped = false;
  const onStop = () => {
    stopped = true;
    // It may wait for a reader who reads no more.
    pager.input.destroy();
  };
  return stopping.whileElsewhere(onStop, async () => {
    let isWhole = true;
    for await (const part of parts) {
      // A person who has seen enough closes it.
      isWhole = await results.write(part);
      if (!isWhole) break;
    }
    await results.close();
    const code = await pager.ended;
    if (stopped && !isWhole) throw new Cancelled();
    return !notRun.includes(code);
  });
}

async function writeOut(
  parts: AsyncIterable<SafeText> | Iterable<SafeText>,
  { context }: Run,
): Promise<boolean> {
  const results = resultsInto(context.stdout, { keepOpen: true });
  let wrote = false;
  try {
    for await (const part of parts) {
      wrote = true;
      if (!(await results.write(part))) break;
    }
  } finally {
    await results.close();
  }
  const broken = results.broken();
  if (broken !== null) throw new Error(`The history could not be written: ${broken}`);
  return wrote;
}
