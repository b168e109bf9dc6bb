import type { Context } from "../../context.ts";

/** The pager's command line: that of `PAGER`, as with git; null where none is wanted or there is none. */
export function pagerOf({ env, versions }: Pick<Context, "env" | "versions">): string | null {
  const own = env["PAGER"];
  if (own !== undefined) return ["", "cat"].includes(own.trim()) ? null : own;
  return versions.platform.startsWith("win32") ? null : "less";
}

/** Nothing that a person reads with needs these. */
const secrets = ["REFUND_SECRET_KEY", "REFUND_LEGACY_PASSWORD", "PGPASSWORD", "REFUND_JOURNAL"];

/** Git's own settings for less: what fits is only printed, colours stay, and so does the text. */
export function environmentForPager(env: Context["env"]): Context["env"] {
  const shown = Object.entries(env).filter(([name]) => !secrets.includes(name));
  return { LESS: "FRX", LV: "-c", ...Object.fromEntries(shown) };
}
