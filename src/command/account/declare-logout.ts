import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { safe } from "../../safe-text.ts";
import { tellAccount } from "./tell-account.ts";

export const declareLogout: Declare = (command, host) => {
  withOptions(command, [])
    .description(
      "Remove the credentials of both APIs from the system keychain, for the profile in use. Those in the environment or in a settings file stay where they are.",
    )
    .addHelpText("after", examples("refund logout", "refund logout --profile shop-b"))
    .action(async (flags: CommonFlags) => {
      const { logout } = await import("./login.ts");
      const gone = await host.inRun(flags, logout);
      await tellAccount(
        host,
        flags,
        gone.length === 0
          ? safe`There were no credentials in the keychain.`
          : safe`The credentials were removed from the keychain.`,
      );
    });
};
