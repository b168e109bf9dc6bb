import { cancelOutcome } from "./cancel-outcome.ts";
import type { RecordedAttempt } from "./journal-reader.ts";
import { isWaiting } from "./known-attempts.ts";
import { parsed, toldBy } from "./outcome.ts";
import type { Invariant } from "./violation.ts";
import type { Ran, World } from "./world.ts";

type Violate = (invariant: Invariant, what: string) => void;

/** The vendor's two hours, by the clock that the machine goes by. */
const cancellableForMs = 2 * 3_600_000;
/** So near to the two hours nobody is held to either. */
const aWhileMs = 120_000;

/** What one run of `cancel` must say and make of the order's attempts, as the fine print has it. */
export function checkCancelRun(
  ran: Ran,
  number: string,
  before: readonly RecordedAttempt[],
  world: World,
  violate: Violate,
): void {
  const told = toldBy(ran);
  if (ran.code === null || told === null) return;
  const [call] = ran.cancels;
  const what = `${ran.argv.join(" ")}: ${told.outcome}, exit ${ran.code}`;
  if (!told.agrees) violate("exit-code", what);
  if (call === undefined) {
    if (["accepted", "unknown"].includes(told.outcome)) violate("cancellation-misnamed", what);
    return;
  }
  const must = cancelOutcome(call.said);
  if (told.outcome !== must) violate("cancellation-misnamed", `${what}, must be ${must}`);
  const after = [...world.known.values()].filter((each) => each.number === number);
  const atCall = before.map((each) =>
    asAtCall(
      each,
      after.find(({ id }) => id === each.id),
    ),
  );
  const withdrawn = after.filter(
    ({ id, outcome }) =>
      outcome === "withdrawn" &&
      atCall.some((each) => each.id === id && each.outcome === "accepted"),
  );
  if (must !== "accepted") {
    if (withdrawn.length > 0) violate("withdrawn-without-proof", what);
    return;
  }
  const named = parsed(ran.out)?.["attempt"] ?? null;
  if (named !== (withdrawn[0]?.id ?? null)) {
    violate("cancellation-misnamed", `${what}, and it names ${JSON.stringify(named)}`);
  }
  const isUnclear = told.warnings.includes("cancelled-unclear");
  if (withdrawn.length === 0 && !isUnclear) violate("unclear-unsaid", what);
  if (withdrawn.length > 0 && isUnclear) violate("unclear-unsaid", `${what}, and it is withdrawn`);
  const waiting = atCall.filter(isWaiting).filter(({ id }) => {
    // The run itself may have seen that it was paid out.
    const now = after.find((each) => each.id === id);
    return now?.processedBy === null;
  });
  const [only] = waiting;
  const age = only === undefined ? 0 : world.journal.now() - only.startedAt;
  if (withdrawn.length > 0) {
    const isYoung = age >= -aWhileMs && age <= cancellableForMs + aWhileMs;
    const isOnly = withdrawn.length === 1 && waiting.length === 1 && withdrawn[0]?.id === only?.id;
    if (!isOnly || !isYoung || showsPayment(ran)) violate("withdrawn-without-proof", what);
  } else if (
    waiting.length === 1 &&
    age > aWhileMs &&
    age < cancellableForMs - aWhileMs &&
    isPlain(ran, number, world)
  ) {
    violate("needlessly-unclear", what);
  }
}

/**
 * What the order shows may have made a withdrawn attempt accepted again before the call went out, and then its
 * timeline says so: whoever withdraws what is withdrawn has no such excuse.
 */
export function asAtCall(
  before: RecordedAttempt,
  after: RecordedAttempt | undefined,
): RecordedAttempt {
  if (before.outcome !== "withdrawn" || after?.outcome !== "withdrawn") return before;
  const cameBack = after.acceptedByEvidence > before.acceptedByEvidence;
  return cameBack ? { ...before, outcome: "accepted" } : before;
}

function showsPayment({ looks }: Ran): boolean {
  const last = looks.filter(({ tag }) => tag === "order").at(-1);
  return last?.tag === "order" && last.status !== "COMPLETE";
}

/** Nothing else ever happened on the order, and all went well. */
function isPlain(ran: Ran, number: string, world: World): boolean {
  const entries = world.ledger.entries().filter((entry) => entry.number === number);
  const [only] = entries;
  return (
    entries.length === 1 &&
    only !== undefined &&
    ran.cancels[0]?.undone === only &&
    world.habits.shape !== "unreadable" &&
    !world.misread(ran.visit.id) &&
    !showsPayment(ran)
  );
}
