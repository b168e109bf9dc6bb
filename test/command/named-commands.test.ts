import { linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Shop, shopFor } from "../support/sandbox.ts";

const order = "73152899";
const refund = ["total", order, "--reason", "Other", "--yes"];
const aDay = 86_400_000;

/** Flags that choose other settings than the usual, and how they stand behind a command. */
function chosen({ machine }: Shop) {
  const path = join(machine.cwd, "shop-b.json");
  writeFileSync(path, JSON.stringify({ reasons: ["Other"] }), { mode: 0o600 });
  return { flags: ["--config", path], behind: ` --config '${path}'` };
}

test("the warning that an attempt is unknown again is shown, with the command that settles it there", async () => {
  const shop = await shopFor({
    settleAfterMs: aDay,
    faults: [{ kind: "false-after", method: "issueRefund" }],
  });
  const { flags, behind } = chosen(shop);
  await shop.machine.run("partial", order, "--amount", "5.00", "--reason", "Other", "--yes");
  const { code, err } = await shop.machine.run(...refund, ...flags);
  expect(code).toBe(4);
  const [, command = ""] =
    /Warning: Attempt [0-9A-Z]{26} .*settle it: (refund .*)\n/.exec(err) ?? [];
  expect(command).toMatch(/^refund reconcile [0-9A-Z]{26} /);
  expect(command.endsWith(behind)).toBe(true);
  // Whoever has a pending request may want to be rid of it.
  expect(err).toContain(`To decline it from here: refund cancel ${order}${behind}\n`);
});

test("where it is not clear what was cancelled, the command that says so is of the same account", async () => {
  const shop = await shopFor();
  const { flags, behind } = chosen(shop);
  await shop.machine.run(...refund);
  shop.sandbox.addFault({ kind: "slow", method: "getOrder" });
  shop.sandbox.addFault({ kind: "500-before", method: "getOrder", times: 9 });
  const { code, err } = await shop.machine.run("cancel", order, "--yes", ...flags);
  expect(code).toBe(0);
  expect(err).toContain(`say so: refund reconcile <attempt> --withdrawn${behind}\n`);
});

test("a journal that cannot be used is looked into by a command that means the same journal", async () => {
  const shop = await shopFor();
  const { flags, behind } = chosen(shop);
  await shop.machine.run("partial", order, "--amount", "5.00", "--reason", "Other", "--yes");
  linkSync(shop.machine.journal, `${shop.machine.journal}.backup`);
  for (const argv of [refund, ["history"], ["doctor"]]) {
    const { code, out, err } = await shop.machine.run(...argv, ...flags);
    expect(code).not.toBe(0);
    expect(out + err).toContain(`: refund journal check${behind}\n`);
  }
  const inSandbox = await shop.machine.run("journal", "--sandbox");
  expect(inSandbox.err).toContain("refund journal check --sandbox\n");
});

test("credentials that are missing are put in by a login for the same settings", async () => {
  const shop = await shopFor();
  const { flags, behind } = chosen(shop);
  delete shop.machine.env["REFUND_SECRET_KEY"];
  delete shop.machine.env["REFUND_MERCHANT_CODE"];
  const { code, err } = await shop.machine.run(...refund, ...flags);
  expect(code).toBe(3);
  expect(err).toContain(`Run \`refund login${behind}\`, or`);
});
