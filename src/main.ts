import type { Asked } from "./command-line.ts";
import type { Context } from "./context.ts";
import { helpPage } from "./help-page.ts";
import type { Rendered } from "./render/rendered.ts";
import { nothing, type SafeText, safe, visibleLines } from "./safe-text.ts";
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
  const aboutMoney = rendered.aboutMoney === true;
  const where = aboutMoney ? " If anything was sent, its outcome is in the journal." : "";
  context.print("stderr", safe`Error: The result could not be written: ${why}.${where}\n`);
  return rendered.code === 0 && !aboutMoney ? 1 : rendered.code;
}

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

async function run(argv: readonly string[], context: Context, asked: Asked): Promise<Rendered> {
  const known = argv.length === 1 ? answerTo(argv[0], context) : null;
  if (known !== null) return { code: 0, out: known, err: nothing };
  const { runCommandLine } = await import("./command-line.ts");
  return runCommandLine(argv, context, asked);
}

/** What is asked for all the time needs no command tree. */
function answerTo(word: string | undefined, { terminal }: Context): SafeText | null {
  if (word === "--version" || word === "-V") return safe`${version}\n`;
  if (helpPage === null || (word !== "--help" && word !== "-h")) return null;
  // A narrower window wraps its lines elsewhere.
  return terminal.stdout && terminal.columns < 80 ? null : visibleLines(helpPage);
}
