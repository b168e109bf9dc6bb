import type { CommonFlags } from "../../flags.ts";
import { type Declare, examples, withOptions } from "../../program/host.ts";
import { tellAccount } from "./tell-account.ts";

export const declareWhoAmI: Declare = (command, host) => {
  withOptions(command, [])
    .description(
      "Show which account each API uses, the settings file and the journal, and where each setting came from. Asks 2Checkout nothing, and shows no secret.",
    )
    .addHelpText("after", examples("refund whoami", "refund whoami --profile shop-b --json"))
    .action(async (flags: CommonFlags) => {
      await tellAccount(host, flags, null);
    });
};
