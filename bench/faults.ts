import { parseArgs } from "node:util";
import { measureJournal } from "./faults/journal-cost.ts";
import { runRace } from "./faults/race.ts";
import { everyCancelCourse, runCancelCourses } from "./simulation/cancel-courses.ts";
import { runKills } from "./simulation/kills.ts";
import { inProcesses } from "./simulation/lanes.ts";
import { addTally, emptyTally, tallyText } from "./simulation/tally.ts";
import { startCampaignServer } from "./simulation/team/campaign-server.ts";
import { invariantsNamed } from "./simulation/violation.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    sequences: { type: "string", default: "3000" },
    steps: { type: "string", default: "12" },
    /** Sequences end after so long, however many there were. */
    minutes: { type: "string", default: "600" },
    kills: { type: "string", default: "300" },
    races: { type: "string", default: "100" },
    /** Answers to the calls of one attempt, all sequences of up to so many; 0 leaves them out. */
    answers: { type: "string", default: "3" },
    processes: { type: "string", default: "2" },
    /** Sequences that one process has under way, each with a seed of its own. */
    lanes: { type: "string", default: "3" },
    /** Where the desks have their journals: file, or postgres, with connections cut and the server crashed. */
    journal: { type: "string", default: "file" },
    /** Invariants that are not held, and steps that are left out, to look past a known fault. */
    except: { type: "string", default: "" },
    without: { type: "string", default: "" },
  },
});
const seed = Number(values.seed);
const processes = Number(values.processes);
const lanes = Number(values.lanes);
const isShared = values.journal === "postgres";
/** Steps that damage files. */
const ofFiles = ["damage", "damage in flight", "back up"];
const state = { failed: false };

console.log(`Seed ${seed}. Node ${process.version}.`);
await runSequences();
await runAnswers();
await runCancellations();
await runAllKills();
await runRaces();
if (Number(values.races) > 0) {
  const { journal, exchange } = await measureJournal(200, Math.random);
  console.log(
    `An attempt's time in the journal: ${journal.toFixed(2)} ms; one loopback exchange: ${exchange.toFixed(2)} ms (medians of 200)`,
  );
}
process.exit(state.failed ? 1 : 0);

async function runSequences(): Promise<void> {
  const all = Number(values.sequences);
  if (all === 0) return;
  const begun = performance.now();
  const tally = emptyTally();
  const done = await inProcesses(
    Array.from({ length: processes }, (_process, index) => ({
      tag: "sequences" as const,
      // The first is the one that was given: a failing lane is repeated alone by its own seed.
      seeds: Array.from({ length: lanes }, (_lane, lane) => seed + index * lanes + lane),
      sequences: Math.ceil(all / processes / lanes),
      steps: Number(values.steps),
      except: values.except.split(","),
      without: [...values.without.split(","), ...(isShared ? ofFiles : [])],
      minutes: Number(values.minutes),
      journal: isShared ? ("postgres" as const) : ("file" as const),
    })),
  );
  for (const part of done) {
    if (part.tag !== "sequences") continue;
    addTally(tally, part.tally);
    if (part.broken.length > 0) state.failed = true;
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.log(tallyText(`Sequences of ${values.steps} steps, in ${seconds} s`, tally));
}

async function runAnswers(): Promise<void> {
  const most = Number(values.answers);
  if (most === 0) return;
  const done = await inProcesses(
    Array.from({ length: processes }, (_process, part) => ({
      tag: "courses" as const,
      most,
      part,
      parts: processes,
    })),
  );
  let courses = 0;
  let wrong = 0;
  for (const part of done) {
    if (part.tag !== "courses") continue;
    courses += part.courses;
    wrong += part.wrong.length;
    for (const text of part.wrong.slice(0, 50)) tell(text);
  }
  console.log(
    `All sequences of up to ${most} answers to the calls of one attempt: ${courses}, with an outcome that must not be: ${wrong}`,
  );
}

async function runCancellations(): Promise<void> {
  if (Number(values.answers) === 0) return;
  const courses = everyCancelCourse();
  const wrong = await runCancelCourses(courses);
  for (const text of wrong) tell(text);
  console.log(
    `All answers to the call of a cancellation: ${courses.length}, with an outcome that must not be: ${wrong.length}`,
  );
}

async function runAllKills(): Promise<void> {
  const kills = Number(values.kills);
  if (kills === 0) return;
  const tally = emptyTally();
  const except = invariantsNamed(values.except.split(","));
  const wrong = await Promise.all(
    [0, 1].map(async (lane) => {
      const size = { seed: seed + lane * 1_000, kills, except };
      if (!isShared) return runKills(size, tally);
      const server = await startCampaignServer();
      const its = { ...size, openJournal: server.deskWith([]) };
      return runKills(its, tally).finally(server.stop);
    }),
  );
  for (const text of wrong.flat()) tell(text);
  console.log(tallyText("SIGKILL of the built program at some step", tally));
}

async function runRaces(): Promise<void> {
  for (const again of [false, true]) {
    let wrong = 0;
    for (let race = 0; race < Number(values.races); race++) {
      const { made, outcomes } = await runRace(again);
      if (made === 1 && outcomes.includes("accepted")) continue;
      wrong += 1;
      tell(`${made} made by a race: ${outcomes.join(", ")}`);
    }
    const what = again ? "repeating one attempt with --again" : "refunding one order";
    console.log(
      `Races of two processes ${what}: ${values.races}, not exactly one refund: ${wrong}`,
    );
  }
}

function tell(text: string): void {
  state.failed = true;
  console.log(`\n! ${text}\n`);
}
