import { readFileSync, existsSync } from "node:fs";
import { journalFiles } from "./disk.ts";
import { isExcused } from "./excuses.ts";
import { denials, parsed, type Told, toldBy } from "./outcome.ts";
import { checkSale } from "./sale-invariants.ts";
import { merchant } from "./shop.ts";
import type { Invariant } from "./violation.ts";
import type { Ran, World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

const secrets = [
  merchant.key,
  merchant.legacyPassword,
  Buffer.from(`${merchant.legacyUser}:${merchant.legacyPassword}`).toString("base64"),
  "simulated-session-",
];

// eslint-disable-next-line no-control-regex -- they are what is looked for
const raw = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** What every single run must keep, whatever befell it. */
export function checkRun(ran: Ran, world: World, violate: Violate): void {
  const what = ran.argv.join(" ");
  if (ran.hung) violate("hang", what);
  checkTraces(ran, world, violate);
  if (ran.code === null) return;
  const told = toldBy(ran);
  if (ran.argv.includes("--json") && !isLines(ran.out))
    violate("no-document", `${what}\n${ran.out}`);
  if (ran.code === 1 && !/journal-unavailable/.test(ran.out + ran.err)) {
    const fault = !/journal/i.test(ran.err);
    if (fault || ran.argv.includes("--json"))
      violate("program-fault", `${what}\n${ran.out}${ran.err}`);
  }
  if (ran.code === 1 && !ran.disturbed && /journal-unavailable/.test(ran.out)) {
    violate("false-alarm", `${what}\n${ran.out}${ran.err}`);
  }
  if (ran.code === 1 && ran.calls.length > 0) {
    violate("program-fault", `after a request had left: ${what}\n${ran.out}${ran.err}`);
  }
  checkSale(ran, told, violate);
  if (ran.argv[0] === "cancel" && told?.agrees === false) violate("exit-code", what);
  if (ran.code === 1 && ran.cancels.length > 0) {
    violate("program-fault", `after a cancellation had left: ${what}\n${ran.out}${ran.err}`);
  }
  if (ran.comment !== null && told !== null) checkOutcome(ran, told, world, violate);
}

function checkOutcome(ran: Ran, told: Told, world: World, violate: Violate): void {
  const { outcome } = told;
  const what = `${ran.argv.join(" ")}: ${outcome}, exit ${ran.code ?? "?"}`;
  if (!told.agrees) violate("exit-code", what);
  const made = ran.calls.filter(({ entry }) => entry !== null);
  if (denials.includes(outcome) && made.some((call) => !isExcused(call, world))) {
    violate("denied-though-made", what);
  }
  if (outcome === "accepted" && ran.calls.length === 0) violate("accepted-though-not-made", what);
  const [first, second] = ran.calls;
  const last = ran.calls.at(-1);
  const isRpc = first?.api === "rpc6";
  if (isRpc && second !== undefined && !["accepted", "unknown"].includes(outcome)) {
    violate("refused-after-repeat", what);
  }
  if (last?.claim === "made" && outcome !== "accepted" && !ran.disturbed) {
    violate("unknown-after-true", what);
  }
  // A denial is plain only if it is true: what the order shows may contradict it.
  const plain = first?.claim === "made" || (first?.claim === "denied" && first.entry === null);
  if (outcome === "unknown" && second === undefined && plain && !ran.disturbed) {
    violate("needlessly-unknown", what);
  }
}

function checkTraces({ argv, out, err }: Ran, { disk }: World, violate: Violate): void {
  const said = out + err;
  const files = journalFiles
    .map((file) => disk.journal.replace("journal.db", file))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, "latin1"));
  for (const secret of secrets) {
    if (said.includes(secret)) violate("leak", `${secret} was printed by ${argv.join(" ")}`);
    if (files.some((text) => text.includes(secret))) {
      violate("leak", `${secret} is in the journal since ${argv.join(" ")}`);
    }
  }
  const found = raw.exec(said);
  if (found !== null) {
    const code = found[0].charCodeAt(0).toString(16).padStart(4, "0");
    violate("raw", `U+${code} was printed by ${argv.join(" ")}`);
  }
}

/** What the journal holds, wherever it is. */
export function checkText(text: string, violate: Violate): void {
  const found = secrets.find((secret) => text.includes(secret));
  if (found !== undefined) violate("leak", `${found} is in the journal`);
}

/** One JSON document, or one a line. */
function isLines(out: string): boolean {
  const lines = out.split("\n").filter((line) => line !== "");
  return lines.every((line) => parsed(line) !== null);
}
