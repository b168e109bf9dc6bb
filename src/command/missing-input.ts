import { UsageError } from "../failure.ts";

/** A missing `--yes`. */
export const confirmation = "--yes (to confirm)";

/**
 * Ends the run if something is missing, and names all of it at once, so that nobody has to run a script once
 * for each value.
 * @param needs what is missing, by the name it has on the command line; false for what is there
 * @param asks whether there is somebody to ask; then these are things that nobody is asked for
 * @throws UsageError
 */
export function requireAll(needs: readonly (string | false)[], asks: boolean): void {
  const all = needs.filter((need) => need !== false);
  if (all.length > 0) throw missing(all, asks);
}

export function missing(needs: readonly string[], asks: boolean): UsageError {
  if (!asks && needs.length === 1 && needs[0] === confirmation) {
    return new UsageError("There is no terminal to ask for confirmation. Add --yes to confirm.");
  }
  const why = asks ? "" : " There is no terminal to ask for it, or --no-input is set.";
  return new UsageError(`Missing: ${needs.join(", ")}.${why}`);
}

/** @throws UsageError when something is to be confirmed and there is nobody to ask */
export function requireConfirmation(
  { yes, dryRun = false }: { readonly yes: boolean; readonly dryRun?: boolean },
  { asks }: { readonly asks: boolean },
): void {
  if (!yes && !dryRun && !asks) throw missing([confirmation], asks);
}

/** How a refund may be begun without a person's yes. */
export interface Confirmed {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

export function isUnconfirmed({ yes, dryRun }: Confirmed): boolean {
  return !yes && !dryRun;
}
