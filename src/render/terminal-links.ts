/** Whether a terminal is known to show links; the others might print their address. */
export function showsLinks(env: Readonly<Record<string, string | undefined>>): boolean {
  const { TERM = "", TERM_PROGRAM = "", VTE_VERSION = "", FORCE_HYPERLINK } = env;
  if (FORCE_HYPERLINK !== undefined && FORCE_HYPERLINK !== "") return FORCE_HYPERLINK !== "0";
  // Whatever they run in, these take the links out, or not, as they were built.
  if (/^(screen|tmux)/.test(TERM) || env["CI"] !== undefined) return false;
  return (
    Number(VTE_VERSION) >= 5_000 ||
    /^(iTerm\.app|WezTerm|vscode|ghostty|Hyper|rio|Tabby)$/.test(TERM_PROGRAM) ||
    /^(xterm-kitty|xterm-ghostty|alacritty|foot|contour)/.test(TERM) ||
    ["WT_SESSION", "KONSOLE_VERSION", "DOMTERM"].some((name) => (env[name] ?? "") !== "")
  );
}
