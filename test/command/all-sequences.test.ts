import { seconds } from "../support/settings.ts";
import { describe, expect, test } from "vitest";
import type { Settlement } from "../../src/api/contract.ts";
import { sendLineItem } from "../../src/command/legacy/send-line-item.ts";
import { type Calls, refundVerdict } from "../../src/command/verdict.ts";
import { Secret } from "../../src/domain/secret.ts";
import type { Answer } from "../../src/transport/exchange.ts";
import { lost, notSent, response } from "../api/answers.ts";
import { outcomeOf } from "../support/document.ts";
import { received } from "../support/sandbox.ts";
import { type Reply, scriptedShop } from "../support/scripted.ts";
import { lineItemId } from "../support/named.ts";
import { parseAttemptId } from "../../src/domain/pasted.ts";
import { type AttemptId } from "../../src/domain/attempt-id.ts";

/**
 * What the rules ("Never twice" 2, 3 and 5) make of a sequence of answers, one letter each; the first row
 * that fits decides. Written from the rules, and knowing nothing of the program.
 */
type Oracle = readonly (readonly [answers: RegExp, outcome: string, calls: number])[];

function decide(oracle: Oracle, letters: string) {
  const row = oracle.find(([answers]) => answers.test(letters));
  if (row === undefined) throw new Error(`The oracle has no row for ${letters}.`);
  return { outcome: row[1], calls: row[2] };
}

/** All sequences of so many. */
function sequences<T>(of: readonly T[], length: number): readonly (readonly T[])[] {
  if (length === 0) return [[]];
  return sequences(of, length - 1).flatMap((head) => of.map((last) => [...head, last]));
}

describe("the calls of one legacy refund", () => {
  const error = (code: string, message = "its words") =>
    response({ errors: [{ code, message }] }, 400);
  const ok = response({ response_code: "OK", response_message: "lineitem refunded" });

  /** A: OK, N: nothing to do, D: a documented refusal, U: an undocumented one, L: lost, the rest by itself. */
  const answers: readonly (readonly [letter: string, what: string, answer: Answer])[] = [
    ["A", "OK", ok],
    ["N", "NOTHING_TO_DO", error("NOTHING_TO_DO")],
    ["D", "too late", error("TOO_LATE")],
    ["D", "greater than the remaining balance", error("TOO_HIGH")],
    ["U", "an undocumented error", error("ODD")],
    ["L", "an error that says nothing", error("ODD", "Unknown error")],
    ["L", "a lost answer", lost("cut")],
    ["L", "a page", response("<html>Soon back</html>")],
    ["L", "HTTP 500", response("", 500)],
    ["L", "a redirect", response("", 302)],
    ["L", "OK beside an error", response({ response_code: "OK", errors: [{ code: "X" }] })],
    ["L", "a key twice", response('{"response_code":"NOT_OK","response_code":"OK"}')],
    ["Q", "HTTP 429", response("", 429)],
    ["C", "rejected credentials", response("", 401)],
    ["S", "no connection", notSent("refused")],
  ];

  const oracle: Oracle = [
    [/^A/, "accepted", 1],
    [/^N/, "already-refunded", 1],
    [/^D/, "refused", 1],
    [/^[QCS]/, "not-sent", 1],
    // An undocumented error counts once it was given twice and nothing came between that may be a refund.
    [/^UU/, "refused", 2],
    [/^U[QCS]U/, "refused", 3],
    // Proof, whatever came before.
    [/^[UL][AN]/, "accepted", 2],
    [/^[UL].[AN]/, "accepted", 3],
    // After a loss nothing else settles it, whatever came before or between.
    [/^[UL]../, "unknown", 3],
  ];

  const account = {
    url: new URL("https://www.2checkout.com/api/"),
    username: "user",
    password: new Secret("password"),
  };
  const refund = { lineItemId: lineItemId("1234567890"), category: 5, comment: "Other" };
  const never = { wall: Infinity, uptime: Infinity };
  const times = { startedAt: { wall: 0, uptime: 0 }, sendBy: never, busyUntil: never };

  /** Sends it over a line on which these answers come; how it ends, and how many calls were made. */
  async function sent(script: readonly Answer[], again: AttemptId | null) {
    let calls = 0;
    const send = () => Promise.resolve(script[calls++] ?? lost("other"));
    const none = () => Promise.reject(new Error("only refunds are sent"));
    const { outcome } = await sendLineItem(
      account,
      refund,
      times,
      again,
      new AbortController().signal,
      {
        transport: { send, sendRepeatable: none, probe: none, close: none },
        context: { sleep: () => Promise.resolve() },
        settings: { timeoutMs: seconds("60") },
      },
    );
    return { outcome, calls };
  }

  test("all sequences of three answers end as the rules say, after as many calls", async () => {
    for (const sequence of sequences(answers, 3)) {
      const letters = sequence.map(([letter]) => letter).join("");
      const script = sequence.map(([, , answer]) => answer);
      const said = sequence.map(([, what]) => what).join(", then ");
      expect({ said, ...(await sent(script, null)) }).toEqual({ said, ...decide(oracle, letters) });
    }
  });

  test("of a repeat on purpose NOTHING_TO_DO never makes an accepted one", async () => {
    for (const sequence of sequences(answers, 3)) {
      const letters = sequence.map(([letter]) => letter).join("");
      const script = sequence.map(([, , answer]) => answer);
      const decided = decide(oracle, letters);
      const last = letters[decided.calls - 1];
      const outcome = last === "N" ? "already-refunded" : decided.outcome;
      expect({ letters, ...(await sent(script, parseAttemptId("earlier"))) }).toEqual({
        letters,
        ...decided,
        outcome,
      });
    }
  });
});

describe("an issueRefund and its one repeat", () => {
  const problem = { code: "x", message: "its words" };
  const settlements: Readonly<Record<string, Settlement>> = {
    T: { tag: "accepted", warnings: [] },
    R: { tag: "already-refunded", problem },
    D: { tag: "refused", problem },
    U: { tag: "refused-undocumented", problem },
    F: { tag: "not-accepted", problem },
    Q: { tag: "nothing-done", problem, retryAfter: null },
    C: { tag: "credentials", problem },
    S: { tag: "not-sent", problem },
    L: { tag: "unknown", problem },
  };

  test.each([
    ["T R D C S", "settled"],
    ["U F", "doubted"],
    ["Q", "denied"],
    ["L", "lost"],
    // Anything but TRUE to a repeat may be about what the first call did after all.
    ["QT QS", "settled"],
    ["QR QD QU QF QL QQ QC", "lost"],
  ])("the calls %s are %s", (all, standing) => {
    for (const letters of all.split(" ")) {
      const [first, second] = Array.from(letters, (letter) => settlements[letter]);
      if (first === undefined) throw new Error("a sequence has a first call");
      const calls: Calls = second === undefined ? [first] : [first, second];
      expect([letters, refundVerdict(calls).certainty]).toEqual([letters, standing]);
    }
  });

  const result = (value: string) => `{"jsonrpc":"2.0",{id},"result":${value}}`;
  const error = (code: number, message: string) =>
    `{"jsonrpc":"2.0",{id},"error":{"code":${code},"message":"${message}"}}`;
  const replies: Readonly<Record<string, Omit<Reply, "executed">>> = {
    T: { body: result("true") },
    R: { body: error(1, "You have already placed a Total refund for this order.") },
    P: { body: error(1, "You already have a pending refund request.") },
    E: { body: error(1, "The maximum refundable amount for this order has been exceeded.") },
    U: { body: error(55999, "Later") },
    H: { body: error(10000, "Something else") },
    F: { body: result("false") },
    X: { body: error(1, "Error cancelling order") },
    Q: { status: 429, body: "slow down" },
    V: { status: 429, body: result("true") },
    Z: { body: error(10000, "Invalid hash provided or session expired") },
    L: { body: null },
    K: { body: '{{id},"result":false,"result":true}' },
  };

  const oracle: Oracle = [
    [/^[TV]/, "accepted", 1],
    [/^R/, "already-refunded", 1],
    [/^[PE]/, "refused", 1],
    // Read again, the order is unchanged.
    [/^[UHF]/, "refused", 1],
    [/^[LKX]/, "unknown", 1],
    [/^[QZ][TV]/, "accepted", 2],
    [/^[QZ]/, "unknown", 2],
  ];

  const letters = Object.keys(replies);
  // Only these are followed by a second call.
  const denials = ["Q", "Z"];
  const alone = letters.filter((letter) => !denials.includes(letter));
  const after = (denial: string) => letters.map((next) => denial + next);

  test.each<readonly [string, readonly string[]]>([
    ["by itself", alone],
    ["after HTTP 429", after("Q")],
    ["after a refused session", after("Z")],
  ])(
    "every answer %s, executed or not, ends as the rules say and blocks what is unknown",
    { timeout: 120_000 },
    async (_when, all) => {
      for (const sequence of all) {
        for (const executed of [true, false]) {
          const script = Array.from(sequence, (letter, index) => {
            const { status = 200, body = null } = replies[letter] ?? {};
            // Whether the first did it is what nobody can see; the second then is what follows.
            return { status, body, executed: executed && index === 0 };
          });
          const { machine, sandbox } = await scriptedShop(script, { refundsShape: "null" });
          const argv = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
          const { outcome } = outcomeOf(await machine.run(...argv));
          const decided = decide(oracle, sequence);
          expect([sequence, executed, outcome]).toEqual([sequence, executed, decided.outcome]);
          if (outcome !== "unknown") continue;
          const sentBefore = received(sandbox, "issueRefund");
          expect(outcomeOf(await machine.run(...argv))).toMatchObject({
            code: 5,
            error: { code: "unresolved-attempt" },
          });
          expect(received(sandbox, "issueRefund")).toBe(sentBefore);
        }
      }
    },
  );
});
