import type { CommonFlags } from "../../flags.ts";
import type { Host } from "../../program/host.ts";
import { nothing, safe, type SafeText } from "../../safe-text.ts";

/** A sentence; with `--json`, or without a sentence, the account now in use. */
export async function tellAccount(
  { done, inRun, screens }: Host,
  flags: CommonFlags,
  sentence: SafeText | null,
): Promise<void> {
  const json = flags.json === true;
  if (sentence !== null && !json) {
    const { renderProse } = await import("../../render/prose.ts");
    const { stdout } = await screens(flags);
    done({ code: 0, out: safe`${renderProse(sentence, stdout)}\n`, err: nothing });
    return;
  }
  const { whoAmI } = await import("./whoami.ts");
  const { renderWhoAmI } = await import("./render-whoami.ts");
  const { stdout } = await screens(flags);
  done(renderWhoAmI(await inRun(flags, whoAmI), stdout, json));
}
