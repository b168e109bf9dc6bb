import { journalPassword } from "../../config/journal-password.ts";
import { wordsWithHelp } from "../../journal/help.ts";
import type { ServerFacts } from "../../journal/postgres/first-look.ts";
import { placeName, type ServerPlace } from "../../journal-place.ts";
import type { Run } from "../run.ts";
import { commandLineOf } from "../use-journal.ts";
import { type Check, ok, warning, wrong } from "./check.ts";

/** More than this, and a person who compares times of two machines is misled. */
const maxClockDifferenceMs = 2_000;

/** Whether the team's journal can be reached and used, and can keep what it promises. */
export async function checkSharedJournal(place: ServerPlace, run: Run): Promise<readonly Check[]> {
  const name = placeName(place);
  const { lookAtServer } = await import("../../journal/postgres/inspection.ts");
  const { whyNot } = await import("../../journal/postgres/first-look.ts");
  const password = await journalPassword(run, place);
  try {
    const facts = await lookAtServer(place, password);
    const reason = whyNot(facts);
    const way = place.encrypted ? "over TLS, its certificate is checked" : "on this machine";
    return [
      reason === null
        ? ok("journal", `${name}, shared; ${way}; its tables are of version ${facts.schema}`)
        : wrong(
            "journal",
            `${name}: ${wordsWithHelp(reason, commandLineOf(run))}`,
            "No refund is sent until that is fixed.",
          ),
      ...checkRights(facts),
      ...checkCommits(facts),
      checkClock(facts.at - run.context.now()),
    ];
  } catch (error) {
    const words = wordsWithHelp(error, commandLineOf(run));
    return [
      wrong(
        "journal",
        `${name} cannot be used: ${words}`,
        `No refund is sent without it. Ask who set the journal up, or see: ${run.talk.nextCommand("journal check").text}`,
      ),
    ];
  }
}

function checkRights({ mayAdd, mayRewrite }: ServerFacts): readonly Check[] {
  if (!mayAdd) {
    return [
      wrong(
        "journal rights",
        "this database user may read the journal but not add to it",
        "Grant it the agents' role: grant refund_agents to <user>.",
      ),
    ];
  }
  if (!mayRewrite) return [ok("journal rights", "add and settle; nothing can be deleted")];
  return [
    warning(
      "journal rights",
      "this database user owns the journal, and could delete refunds from it",
      "For daily work, use a user that has only the agents' role.",
    ),
  ];
}

function checkCommits({ synchronousCommit }: ServerFacts): readonly Check[] {
  if (synchronousCommit === "on" || synchronousCommit === "remote_apply") return [];
  return [
    warning(
      "journal commits",
      `the server's synchronous_commit is ${synchronousCommit}; refund asks for "on" in each of its own transactions`,
      "Other programs may lose commits in a power cut; refund does not.",
    ),
  ];
}

function checkClock(aheadMs: number): Check {
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= maxClockDifferenceMs) {
    return ok("journal clock", "this machine's clock agrees with the database's");
  }
  return warning(
    "journal clock",
    `this machine's clock is ${seconds} s ${aheadMs < 0 ? "ahead of" : "behind"} the database's`,
    "Refunds are guarded by the database's clock. Set this machine's clock all the same.",
  );
}
