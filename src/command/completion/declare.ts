import { nothing, visibleLines } from "../../safe-text.ts";
import { type Declare, examples, nothingMore } from "../../program/host.ts";

export const declareCompletion: Declare = (command, { done }) => {
  command
    .description(
      "Print a script that completes commands, options, help topics, reasons, categories, profiles, and the names of attempts and batches at the Tab key.",
    )
    .addHelpText(
      "after",
      examples(
        "refund completion bash >> ~/.bashrc",
        "mkdir -p ~/.zfunc && refund completion zsh > ~/.zfunc/_refund",
        "mkdir -p ~/.config/fish/completions",
        "refund completion fish > ~/.config/fish/completions/refund.fish",
        "refund completion powershell >> $PROFILE",
      ),
    )
    .addHelpText("after", zshHelp)
    .action(async (shell: string) => {
      const own = await ownScript(shell);
      if (own !== null) {
        done({ code: 0, out: visibleLines(own), err: nothing });
        return;
      }
      const { script } = await import("@bomb.sh/tab");
      script(shell, "refund", "refund");
      // The library writes to stdout by itself.
      done(nothingMore);
    });
};

/** The scripts that the library's are not good enough for; null for the other shells. */
async function ownScript(shell: string): Promise<string | null> {
  switch (shell) {
    case "bash":
      return (await import("./bash-completion.ts")).bashCompletion;
    case "zsh":
      return (await import("./zsh-completion.ts")).zshCompletion;
    case "powershell":
      return (await import("./powershell-completion.ts")).powershellCompletion;
    default:
      return null;
  }
}

const zshHelp = `
For zsh, ~/.zshrc must name the folder before it starts completion:
  fpath=(~/.zfunc $fpath)
  autoload -Uz compinit && compinit`;
