import { missingFrom, sum } from "./counts.ts";
import type { Marks } from "./marks.ts";
import type { JournalState } from "./state.ts";

/**
 * What a journal has forgotten, by what this machine has seen of it, in words; nothing of one that is
 * whole, and of one that was never seen here.
 * @param found null where there is no journal, or none that counts its states
 */
export function lostChanges(marks: Marks, found: JournalState | null): readonly string[] {
  const [known] = marks.here;
  if (known === undefined && found === null) return [];
  if (found === null) {
    return [`the journal that this machine used here (${known ?? "?"}) is gone`];
  }
  if (known !== undefined && !marks.here.includes(found.id)) {
    return [`this journal (${found.id}) is not the one used here before (${known})`];
  }
  const newest = marks.newest(found.id);
  if (newest === null) return [];
  const count = missingFrom(found.counts, newest);
  if (count === 0) return [];
  const changes = count === 1 ? "the newest change is" : `the newest ${count} changes are`;
  const seen = sum(newest);
  return [
    `${changes} missing: this machine has seen ${seen} changes, and only ${seen - count} of them are there`,
  ];
}
