import { callText, cancelText, lookText } from "./calls.ts";
import type { Ran } from "./world.ts";

/** One command line as a person may type it, and beside it what 2Checkout did and how it ended. */
export function ranText({ argv, code, hung, visit, calls, cancels, looks, out }: Ran): string {
  const words = argv
    .map((word) => word.replace(/^.*[/](?=batch-)/, ""))
    .map((word) => (/[^\w.:/=-]/.test(word) ? `"${word}"` : word))
    .join(" ");
  const death = visit.death;
  const end = visit.dead
    ? death === null
      ? "killed"
      : `killed ${death.tag}, no. ${death.count}`
    : hung
      ? "never ended"
      : `exit ${code ?? "?"}`;
  const reads = visit.reads.slice(0, visit.readCalls).filter((fault) => fault !== "fine");
  const error = /"code":"([a-z-]+)"/.exec(out)?.[1];
  const notes = [
    ...calls.map(callText),
    ...cancels.map(cancelText),
    ...new Set(looks.map(lookText)),
    ...reads.map((fault) => `read: ${fault}`),
    error === undefined || code === 0 ? end : `${end} (${error})`,
  ];
  return `refund ${words}  # ${notes.join("; ")}`;
}
