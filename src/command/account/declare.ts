import type { CommonFlags } from "../run.ts";
import { endingOf } from "../../outcome.ts";
import { nothing, safe, type SafeText } from "../../safe-text.ts";
import { type Declare, examples, type Host, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";

interface LoginFlags extends CommonFlags {
  readonly legacy?: boolean;
  readonly stdin?: boolean;
}

// Which account is in use, and whether everything works.
export const declareLogin: Declare = (command, host) => {
  const { context, done, inRun, screens } = host;
  withOptions(command, [options.legacy, options.stdin])
    .description(
      "Ask for credentials, check them with 2Checkout, and keep them in the system keychain. The legacy user is kept without a check, because every call to the legacy API may change something.",
    )
    .addHelpText(
      "after",
      examples("refund login", "refund login --profile shop-b", "refund login --stdin < two-lines"),
    )
    .action(async ({ legacy = false, stdin = false, ...flags }: LoginFlags) => {
      const { login } = await import("./login.ts");
      const startedAt = context.now();
      const input = { api: legacy ? "legacy" : "rpc6", fromStdin: stdin } as const;
      const reading = await inRun(flags, (run) => login(input, run));
      if (reading.tag === "failed") {
        const { renderEnding } = await import("../../render/failure.ts");
        const { stderr: screen } = await screens(flags);
        const ended = { startedAt, finishedAt: context.now(), verbose: false, screen };
        const json = flags.json === true;
        done(renderEnding(endingOf(reading.failure), { ...ended, command: "login", json }));
        return;
      }
      const { name, host: site, checked } = reading.value;
      const how = checked ? "" : " (not checked: the legacy API has no call for that)";
      await tell(host, flags, safe`Saved ${name} at ${site} in the keychain${how}.`);
    });
};

export const declareLogout: Declare = (command, host) => {
  withOptions(command, [])
    .addHelpText("after", examples("refund logout", "refund logout --profile shop-b"))
    .action(async (flags: CommonFlags) => {
      const { logout } = await import("./login.ts");
      const gone = await host.inRun(flags, logout);
      await tell(
        host,
        flags,
        gone.length === 0 ? safe`There were no credentials in the keychain.` : safe`Forgotten.`,
      );
    });
};

export const declareWhoAmI: Declare = (command, host) => {
  withOptions(command, [])
    .addHelpText("after", examples("refund whoami", "refund whoami --profile shop-b --json"))
    .action(async (flags: CommonFlags) => {
      await tell(host, flags, null);
    });
};

export const declareDoctor: Declare = (command, { context, done, screens }) => {
  withOptions(command, [])
    .description(
      "Check everything that a refund needs. Moves no money. Exit 3 when something is wrong.",
    )
    .addHelpText("after", examples("refund doctor", "refund doctor --json"))
    .action(async (flags: CommonFlags) => {
      const { examine } = await import("./doctor.ts");
      const { renderDoctor } = await import("./render-doctor.ts");
      const checks = await examine(context, flags);
      done(renderDoctor(checks, (await screens(flags)).stdout, flags.json === true));
    });
};

/** A sentence; with `--json`, or without a sentence, the account now in use. */
async function tell(
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
