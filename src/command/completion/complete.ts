import type { RootCommand } from "@bomb.sh/tab";
import { categories } from "../../api/legacy/categories.ts";
import { findSettingsFile } from "../../config/file.ts";
import type { Context } from "../../context.ts";
import { ConfigurationError } from "../../failure.ts";
import { visible } from "../../safe-text.ts";
import { sandboxReasons } from "../reason.ts";
import { type Offer, offeredNames } from "./offered-names.ts";
import { dayWords } from "../../program/day.ts";

/** Offers values for the options that take one of the account's own values, and names of attempts and batches. */
export async function offerValues(
  root: RootCommand,
  words: readonly string[],
  context: Context,
): Promise<void> {
  const { reasons: configured, profiles } = await configuredValues(context);
  const reasons = words.includes("--sandbox") ? sandboxReasons : configured;
  const names = await offeredNames(words, context);
  const days = dayWords.map((value) => ({ value, about: "" }));
  const values: Readonly<Record<string, readonly Offer[]>> = {
    reason: reasons.map((value) => ({ value, about: "" })),
    profile: profiles.map((value) => ({ value, about: "" })),
    category: categories.map(({ id, name }) => ({ value: String(id), about: name })),
    since: days,
    until: days,
    again: names,
    attempt: names,
    resume: names,
    batch: names,
  };
  for (const command of [root, ...root.commands.values()]) {
    for (const [name, offers] of Object.entries(values)) {
      const option = command.options.get(name);
      if (option === undefined) continue;
      option.handler = offering(offers);
    }
    const which = command.arguments.get("which");
    if (which !== undefined) which.handler = offering(names);
  }
}

function offering(
  offers: readonly Offer[],
): (complete: (value: string, about: string) => void) => void {
  return (complete) => {
    for (const { value, about } of offers) {
      // Shells print this unchanged, and a terminal would obey it.
      if (visible(value).text === value) complete(value, visible(about).text);
    }
  };
}

/** A settings file that cannot be used offers nothing: at the Tab key there is no way to say why. */
async function configuredValues(context: Context) {
  try {
    const file = await findSettingsFile(context, context.env["REFUND_CONFIG"]);
    const { reasons = [], profiles = {} } = file?.settings ?? {};
    const all = [...reasons, ...Object.values(profiles).flatMap((own) => own.reasons ?? [])];
    return { reasons: [...new Set(all)], profiles: Object.keys(profiles) };
  } catch (error) {
    if (error instanceof ConfigurationError) return { reasons: [], profiles: [] };
    throw error;
  }
}
