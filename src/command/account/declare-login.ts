import { Option } from "commander";
import type { CommonFlags } from "../../flags.ts";
import { endingOf } from "../../outcome.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { options } from "../../program/options.ts";
import { safe } from "../../safe-text.ts";
import { tellAccount } from "./tell-account.ts";

interface LoginFlags extends CommonFlags {
  readonly legacy?: boolean;
  readonly stdin?: boolean;
}

export const declareLogin: Declare = (command, host) => {
  const { context, done, inRun, screens } = host;
  withOptions(command, [
    options.legacy,
    new Option("--stdin", "read two lines: the name, then the secret"),
  ])
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
      await tellAccount(host, flags, safe`Saved ${name} at ${site} in the keychain${how}.`);
    });
};
