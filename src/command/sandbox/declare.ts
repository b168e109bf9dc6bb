import { nothing, safe } from "../../safe-text.ts";
import { type Declare, examples, nothingMore } from "../../program/host.ts";
import { options } from "../../program/options.ts";

/** `sandbox`: the stand-in, for people and for other clients. */
export const declareSandbox: Declare = (sandbox, { context, done }) => {
  sandbox
    .description(
      "Serve a local stand-in of both APIs on loopback. It prints the environment to use it with, its orders, and what each of them shows. A fault that does not exist lists those that do.",
    )
    .addOption(options.port)
    .addOption(options.fault)
    .addHelpText(
      "after",
      examples("refund sandbox", "refund sandbox --fault drop-after:issueRefund"),
    )
    .action(async (flags: { readonly port?: number; readonly fault?: readonly string[] }) => {
      const { serveSandbox } = await import("./serve.ts");
      await serveSandbox(flags, context);
      done(nothingMore);
    });
  sandbox
    .command("reset")
    .summary("start afresh: forget the stand-in's refunds and its journal")
    .addHelpText("after", examples("refund sandbox reset"))
    .action(async () => {
      const { resetSandbox } = await import("./serve.ts");
      resetSandbox(context);
      done({ code: 0, out: safe`The stand-in is as new.\n`, err: nothing });
    });
};
