import type { Command } from "commander";
import { UsageError } from "../failure.ts";

/** `refund --sandbox total` and `refund history --sandbox prune` must not act for real because the flag stood too early. */
export function refuseEarlyOptions(parent: Command, command: Command): void {
  for (const option of parent.options) {
    if (parent.getOptionValueSource(option.attributeName()) !== "cli") continue;
    const flag = option.long ?? option.flags;
    const path = parent.parent === null ? command.name() : `${parent.name()} ${command.name()}`;
    const isTaken = command.options.some(({ long }) => long === option.long);
    throw new UsageError(
      isTaken
        ? `${flag} stands before ${command.name()}. Write: refund ${path} … ${flag}`
        : `${path} does not take ${flag}.\nSee: refund ${path} --help`,
    );
  }
}
