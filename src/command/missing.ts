import { UsageError } from "../failure.ts";

/** A missing `--yes`. */
export const confirmation = "--yes (to confirm)";

/**
 * Ends the run where something is missing, naming all of it at once, so that a script need not be run once
 * for each.
 * @param needs what is missing, by the name it has on the command line; false for what is there
 * @param asks whether there is somebody who can be asked, so that these are things nobody is asked for
 * @throws UsageError
 */
export function requireAll(needs: readonly (string | false)[], asks: boolean): void {
  const all = needs.filter((need) => need !== false);
  if (all.length > 0) throw missing(all, asks);
}

export function missing(needs: readonly string[], asks: boolean): UsageError {
  const why = asks ? "" : " There is no terminal to ask for it, or --no-input is set.";
  return new UsageError(`Missing: ${needs.join(", ")}.${why}`);
}
