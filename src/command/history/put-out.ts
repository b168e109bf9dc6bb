import { ResultNotWritten } from "../../failure.ts";
import type { SafeText } from "../../safe-text.ts";
import { keepYoungSpaceSmall } from "../../young-space.ts";
import { resultsInto } from "../results.ts";
import type { Run } from "../run.ts";
import { intoPager } from "./into-pager.ts";
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
  if (await intoPager(whole(), pager, run.stopping)) return true;
  // A shell that found no such command has said so; what is asked for is shown all the same.
  return writeOut(make(), run);
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
  if (broken !== null) throw new ResultNotWritten(`The history could not be written: ${broken}`);
  return wrote;
}
