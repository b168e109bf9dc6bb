import { InvalidArgumentError, Option } from "commander";
import { nothing, safe } from "../../safe-text.ts";
import { type Declare, examples, nothingMore } from "../../program/host.ts";
import { LenientOption } from "../../program/lenient-option.ts";

/** `sandbox`: the stand-in, for people and for other clients. */
export const declareSandbox: Declare = (sandbox, { context, done }) => {
  sandbox
    .description(
      "Run a local stand-in for both APIs on loopback. It prints the environment variables to use it with, its orders, and what each order shows. A --fault that does not exist lists those that do.",
    )
    .addOption(new Option("--port <number>", "serve on this port").argParser(parsePort))
    .addOption(
      new LenientOption(
        "be given again",
        "--fault <kind[:method[:times]]>",
        "a fault to simulate; repeatable",
      ).argParser(collect),
    )
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
    .command("orders")
    .summary("list the stand-in's orders")
    .description("List the orders and line items of the stand-in, and what each of them shows.")
    .addHelpText("after", examples("refund sandbox orders"))
    .action(async () => {
      const { renderSampleOrders } = await import("./sample-orders.ts");
      done({ code: 0, out: safe`${renderSampleOrders()}\n`, err: nothing });
    });
  sandbox
    .command("reset")
    .summary("start over: forget the stand-in's refunds and its journal")
    .description("Start over: forget the stand-in's refunds, its orders' states and its journal.")
    .addHelpText("after", examples("refund sandbox reset"))
    .action(async () => {
      const { resetSandbox } = await import("./serve.ts");
      resetSandbox(context);
      done({ code: 0, out: safe`The stand-in was reset.\n`, err: nothing });
    });
};

function collect(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), text];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("Use a port number from 0 to 65535.");
  }
  return port;
}
