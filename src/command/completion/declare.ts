import { nothing, visibleLines } from "../../safe-text.ts";
import { type Declare, examples, nothingMore } from "../../program/host.ts";

export const declareCompletion: Declare = (command, { done }) => {
  command
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
      if (shell === "bash") {
        const { bashCompletion } = await import("./bash-completion.ts");
        done({ code: 0, out: visibleLines(bashCompletion), err: nothing });
        return;
      }
      const { script } = await import("@bomb.sh/tab");
      const { shellVariable } = await import("./complete.ts");
      script(shell, "refund", shell === "zsh" ? `${shellVariable}=zsh refund` : "refund");
      // The library writes to stdout by itself.
      done(nothingMore);
    });
};
