import { Argument, type Command } from "commander";
import { helpBehind } from "./help.ts";
import { examples, type Host } from "./host.ts";

/**
 * `completion`, and the hidden `complete` that its scripts call at the Tab key. The library writes to
 * stdout by itself.
 * @param tree a fresh tree of all other commands, which the library may alter
 */
export function declareCompletion(
  program: Command,
  { context, done }: Host,
  tree: () => Command,
): void {
  const nothing = { code: 0, out: "", err: "" };
  program
    .command("completion")
    .addArgument(new Argument("<shell>").choices(["bash", "zsh", "fish", "powershell"]))
    .summary("print a completion script")
    .description(
      "Print a script that completes commands, options, help topics, reasons, categories, profiles.",
    )
    .addHelpText(
      "after",
      examples(
        "refund completion bash >> ~/.bashrc",
        "refund completion zsh > ~/.zfunc/_refund",
        "refund completion fish > ~/.config/fish/completions/refund.fish",
        "refund completion powershell >> $PROFILE",
      ),
    )
    .action(async (shell: string) => {
      const { script } = await import("@bomb.sh/tab");
      const { shellVariable } = await import("../command/complete.ts");
      if (shell === "bash") context.stdout.write(withoutBashCompletion);
      const takesAsIs = shell === "bash" || shell === "zsh";
      script(shell, "refund", takesAsIs ? `${shellVariable}=${shell} refund` : "refund");
      done(nothing);
    });

  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words: readonly string[]) => {
      const { default: tab } = await import("@bomb.sh/tab/commander");
      const { offerValues } = await import("../command/complete.ts");
      const fresh = tree();
      // One line each: a description of several would be taken for several values.
      for (const command of fresh.commands) command.description(command.summary());
      const root = tab(fresh, { completionCommandName: "completion" });
      await offerValues(root, context);
      const topic = root.commands.get("help")?.arguments.get("what");
      if (topic !== undefined) {
        topic.handler = (complete) => {
          for (const name of helpBehind(fresh, words.slice(1, -1))) complete(name, "");
        };
      }
      root.parse([...words]);
      done(nothing);
    });
}

/** macOS and small systems have no bash-completion, of which the script needs this one function. */
const withoutBashCompletion = `if ! declare -F _get_comp_words_by_ref > /dev/null; then
  _get_comp_words_by_ref() {
    cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
  }
fi
`;
