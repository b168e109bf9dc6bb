import { minuteText } from "../../domain/time-text.ts";
import type { UnfinishedBatch } from "../../journal/unfinished-batches.ts";
import { type Column, startFittingTable } from "../../render/fitting-table.ts";
import type { Screen } from "../../render/screen.ts";
import type { SafeText } from "../../safe-text.ts";
import type { Status } from "./status.ts";

type Name = "file" | "started" | "done" | "unknown" | "batch";

const layouts: readonly (readonly Name[])[] = [
  ["file", "started", "done", "unknown", "batch"],
  ["file", "done", "unknown", "batch"],
];

/** Batches with rows that are left or unknown. */
export function renderUnfinished(
  batches: readonly UnfinishedBatch[],
  { shortNames }: Pick<Status, "shortNames">,
  screen: Screen,
): SafeText {
  const columns: Readonly<Record<Name, Column<UnfinishedBatch>>> = {
    file: { heading: "File", cell: ({ source }) => source, cut: 1 },
    started: {
      heading: "Started (UTC)",
      cell: ({ startedAt }) => minuteText(startedAt),
    },
    done: { heading: "Rows done", cell: ({ done, rows }) => `${done} of ${rows}` },
    unknown: {
      heading: "Unknown",
      cell: ({ unresolved }) => (unresolved === 0 ? "" : unresolved),
      alignRight: true,
    },
    batch: { heading: "Batch", cell: ({ id }) => shortNames.get(id) ?? id },
  };
  return startFittingTable(columns, layouts, screen)(batches);
}
