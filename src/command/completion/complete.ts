import type { RootCommand } from "@bomb.sh/tab";
import { categories } from "../../api/legacy/categories.ts";
import { findSettingsFile } from "../../config/file.ts";
import type { Context } from "../../context.ts";
import { ConfigurationError } from "../../failure.ts";
import { visible } from "../../safe-text.ts";
import { sandboxReasons } from "../reason.ts";

/** Set by the completion scripts of shells that take a completed value as it is. */
export const shellVariable = "REFUND_COMPLETION_SHELL";

/** Offers values for the options that take one of the account's own values. */
export async function offerValues(
  root: RootCommand,
  words: readonly string[],
  context: Context,
): Promise<void> {
  const { reasons: configured, profiles } = await configuredValues(context);
  const reasons = words.includes("--sandbox") ? sandboxReasons : configured;
  const quote = quotingFor(context.env[shellVariable]);
  const values: Readonly<Record<string, readonly Offer[]>> = {
    reason: reasons.map((value) => ({ value, about: "" })),
    profile: profiles.map((value) => ({ value, about: "" })),
    category: categories.map(({ id, name }) => ({ value: String(id), about: name })),
  };
  for (const command of [root, ...root.commands.values()]) {
    for (const [name, offers] of Object.entries(values)) {
      const option = command.options.get(name);
      if (option === undefined) continue;
      option.handler = (complete) => {
        for (const { value, about } of offers) {
          // Shells print this unchanged, and a terminal would obey it.
          if (visible(value).text === value) complete(quote(value), about);
        }
      };
    }
  }
}

interface Offer {
  readonly value: string;
  readonly about: string;
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

/**
 * bash and zsh put a value on the command line as it is, and zsh's script expands it once before; so a
 * space, and all the more a `$(…)` from a settings file, must be quoted by whoever offers the value.
 */
function quotingFor(shell: string | undefined): (value: string) => string {
  const once = (value: string) => value.replaceAll(/[^\p{L}\p{N}_./@%+=:,-]/gu, "\\$&");
  if (shell === "zsh") return (value) => once(once(value));
  return shell === "bash" ? once : (value) => value;
}
