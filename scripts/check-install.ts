import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { asVersion, createDesk, filesIn, tarballIn } from "./check-install/desk.ts";
import { nodeOf } from "./node-of.ts";
import { run } from "./run.ts";
import { version } from "../src/version.ts";

// Packs this package and does with it what a user does who may write only in a folder of their own:
// installs it, makes refunds against the stand-in on every Node that it promises, updates it, removes it.
const name = "2checkout-refund";
const majors = [20, 22, 24, 26];
/** One for each Node: the journal lets the same refund through only once. */
const orders = ["73152871", "73152888", "73152899", "73152900"];
const newer = "999.0.0";

const folder = mkdtempSync(join(tmpdir(), "refund-install-"));
try {
  check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check(): void {
  run("npm", ["pack", "--pack-destination", folder]);
  const tarball = tarballIn(folder);
  const { home, data, cache, programs, npm, type } = createDesk(folder);

  npm("install", "--global", tarball);
  for (const [place, major] of majors.entries()) {
    const node = nodeOf(major);
    const order = orders[place] ?? "";
    const line = ["total", order, "--reason", "Fraud", "--sandbox", "--yes", "--json"];
    const { outcome } = JSON.parse(type(node, "refund", ...line)) as { outcome: string };
    equal(outcome, "accepted");
    const used = type(node, "node", "--version").trim();
    ok(used.startsWith(`v${major}.`), `${used} ran instead of Node ${major}`);
    console.log(`refunded on Node ${used}`);
  }

  throws(() => type(nodeOf(18), "refund", "--version"), /needs Node 20\.19/);
  if (process.platform !== "win32") {
    ok(filesIn(join(programs, "..", "share", "man")).some((file) => file.endsWith("refund.1")));
  }

  const here = process.execPath;
  const history = () => type(here, "refund", "history", "--sandbox", "--json");
  const before = history();
  for (const order of orders) ok(before.includes(order), `the journal has no refund of ${order}`);
  equal(type(here, "refund", "--version").trim(), version);
  npm("install", "--global", asVersion(tarball, version, newer));
  equal(type(here, "refund", "--version").trim(), newer);
  equal(history(), before);
  console.log("updated; the journal has the same attempts");

  npm("uninstall", "--global", name);
  deepEqual(
    filesIn(join(programs, "..")).filter((file) => file.includes("refund")),
    [],
  );
  const left = filesIn(home);
  ok(left.some((file) => file.endsWith("journal.db")));
  deepEqual(
    left.filter((file) => ![data, cache].some((named) => file.startsWith(named + sep))),
    [],
  );
  const kept = left.filter((file) => file.startsWith(data + sep));
  console.log(`removed; ${kept.length} files are left in its data folder, the others in its cache`);

  const line = ["total", "73152872", "--reason", "Fraud", "--sandbox", "--dry-run", "--json"];
  const tried = type(here, "npx", "--yes", `file:${tarball}`, ...line);
  equal((JSON.parse(tried) as { outcome: string }).outcome, "planned");
  console.log("npx ran it without installing it");
}
