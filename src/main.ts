import { CommanderError } from "commander";
import type { Context } from "./context.ts";
import { UsageError } from "./failure.ts";
import { createProgram } from "./program.ts";
import type { EndedRun } from "./render/failure.ts";
import type { Rendered } from "./render/rendered.ts";

/**
 * Runs one command line and returns its exit code. The only place where errors become text, and where
 * the result is written.
 * @param argv the words after the program's name
 */
export async function main(argv: readonly string[], context: Context): Promise<number> {
  const startedAt = context.now();
  const asked = { ...guessed(argv) };
  const rendered = await run(argv, context, asked).catch(async (error: unknown) => {
    const { renderFailure } = await import("./render/failure.ts");
    return renderFailure(error, { ...asked, startedAt, finishedAt: context.now() });
  });
  if (rendered.err !== "") context.stderr.write(rendered.err);
  if (rendered.out !== "") context.stdout.write(rendered.out);
  return rendered.code;
}

type Asked = Pick<EndedRun, "command" | "json" | "verbose">;

/** Which command and which output were asked for, where parsing fails before it can tell. */
function guessed(argv: readonly string[]): Asked {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  return {
    command: words.find((word) => !word.startsWith("-")) ?? null,
    json: words.includes("--json"),
    verbose: words.some((word) => word === "--verbose" || word === "-v"),
  };
}

async function run(
  argv: readonly string[],
  context: Context,
  asked: { -readonly [Key in keyof Asked]: Asked[Key] },
): Promise<Rendered> {
  let rendered: Rendered = { code: 0, out: "", err: "" };
  const program = createProgram(context, (done) => {
    rendered = done;
  });
  program.hook("preAction", (_program, command) => {
    const { json, verbose } = command.opts<{ json?: boolean; verbose?: boolean }>();
    Object.assign(asked, {
      command: command.name(),
      json: json === true,
      verbose: verbose === true,
    });
  });
  forEachCommand(program, (command) => {
    command.exitOverride().configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      // A usage error is written once, below, in the form that was asked for.
      writeErr: () => undefined,
    });
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return rendered;
    throw new UsageError(usageText(error));
  }
  return rendered;
}

/** What is wrong, and where to read what is right. */
function usageText(error: CommanderError): string {
  const words = error.message.replace(/^error: /, "");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}\nSee: refund --help`;
}

function forEachCommand(
  command: ReturnType<typeof createProgram>,
  visit: (command: ReturnType<typeof createProgram>) => void,
): void {
  visit(command);
  for (const child of command.commands) forEachCommand(child, visit);
}
