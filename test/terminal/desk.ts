import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox, SandboxOptions } from "../../src/sandbox/server.ts";
import { type Desk, deskWithShop } from "../support/program.ts";

const reasons = ["Unwanted auto-renewal", "Fraud", "Duplicate purchase", "Other"];

/** A desk whose account has reasons, and a ceiling for dollars. */
export async function agentsDesk(
  options: SandboxOptions = {},
): Promise<{ readonly desk: Desk; readonly sandbox: Sandbox }> {
  const { desk, sandbox } = await deskWithShop(options);
  const path = join(desk.home, "settings.json");
  const settings = { reasons, ceiling: { USD: "100.00" } };
  writeFileSync(path, JSON.stringify(settings), { mode: 0o600 });
  desk.env["REFUND_CONFIG"] = path;
  return { desk, sandbox };
}

/** What reached the stand-in that could move money. */
export function refundsSent(sandbox: Sandbox): number {
  return sandbox
    .requests()
    .filter(({ method }) => method === "issueRefund" || method === "refund_lineitem").length;
}
