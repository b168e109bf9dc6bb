import type { Stop } from "../../context.ts";
import { Cancelled } from "../../failure.ts";
import type { StartedPager } from "../../pager.ts";
import type { SafeText } from "../../safe-text.ts";
import type { Stopping } from "../../stopping.ts";
import { type Results, resultsInto } from "../results.ts";

/** What a shell ends with that found no such command, or could not run it. */
const notRun: readonly (number | null)[] = [126, 127];

/**
 * Writes into a pager, which has the terminal until it ends. However the writing ends, the pager is waited for:
 * who reads in it has the keyboard. False where there turned out to be no such pager.
 * @throws Cancelled when the run was stopped before all of it was written
 */
export async function intoPager(
  parts: AsyncIterable<SafeText>,
  pager: StartedPager,
  stopping: Stopping,
): Promise<boolean> {
  const results = resultsInto(pager.input, { keepOpen: false });
  let cut: () => void = () => undefined;
  const wasCut = new Promise<boolean>((resolve) => {
    cut = () => {
      resolve(true);
    };
  });
  const onStop = (how: Stop) => {
    cut();
    // It may wait for a reader who reads no more.
    pager.input.destroy();
    // Ctrl-C reaches the pager, too, and means there whatever it means there.
    if (how !== "asked") pager.end();
  };
  return stopping.whileElsewhere(onStop, async () => {
    const no = () => false;
    // The next part may be long in coming, and neither a stop nor a reader who has seen enough waits for it.
    const isCut = await Promise.race([
      writeAll(parts, results).then(no),
      pager.ended.then(no),
      wasCut,
    ]).finally(() => pager.ended);
    if (isCut) throw new Cancelled();
    return !notRun.includes(await pager.ended);
  });
}

async function writeAll(parts: AsyncIterable<SafeText>, results: Results): Promise<void> {
  try {
    // A person who has seen enough closes it.
    for await (const part of parts) if (!(await results.write(part))) return;
  } finally {
    // Else the pager would wait for more of it.
    await results.close();
  }
}
