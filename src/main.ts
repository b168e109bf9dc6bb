import type { Asked } from "./command-line.ts";
import type { Context } from "./context.ts";
import type { Rendered } from "./render/rendered.ts";
import { nothing, safe } from "./safe-text.ts";
import { version } from "./version.ts";

/**
 * Runs one command line and returns its exit code. The only place where errors become text, and where
 * the result is written.
 * @param argv the words after the program's name
 */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  const startedAt = context.now();
  const asked = guessed(argv);
  const rendered = await run(argv, context, asked).catch(async (error: unknown) => {
    const { renderFailure } = await import("./render/failure.ts");
    const { screenOf } = await import("./render/screen.ts");
    const screen = screenOf(context, "stderr", asked.color ? undefined : false);
    return renderFailure(error, { ...asked, startedAt, finishedAt: context.now(), screen });
  });
  context.print("stderr", rendered.err);
  const why = context.print("stdout", rendered.out);
  if (why === null) return rendered.code;
  const { command } = asked;
  const isRefund = command !== null && refunding.has(command);
  const where = isRefund ? " If anything was sent, its outcome is in the journal." : "";
  context.print("stderr", safe`Error: The result could not be written: ${why}.${where}\n`);
  // Without a command it may have been a refund, too.
  return rendered.code === 0 && command !== null && !isRefund ? 1 : rendered.code;
}

/** The exit codes of these say what came of a refund, whether or not that can be shown. */
const refunding: ReadonlySet<string> = new Set([
  "total",
  "partial",
  "lineitem",
  "cancel",
  "batch",
  "reconcile",
]);

/** Which output is wanted, until the command line has been parsed. */
function guessed(argv: readonly string[]): Asked {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  return {
    command: null,
    json: words.includes("--json"),
    verbose: words.some((word) => word === "--verbose" || word === "-v"),
    color: !words.includes("--no-color"),
  };
}

/** Installers and scripts ask for the version all the time, so it needs no command tree. */
async function run(argv: readonly string[], context: Context, asked: Asked): Promise<Rendered> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    return { code: 0, out: safe`${version}\n`, err: nothing };
  }
  const { runCommandLine } = await import("./command-line.ts");
  return runCommandLine(argv, context, asked);
}
