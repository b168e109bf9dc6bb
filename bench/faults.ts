import { parseArgs } from "node:util";
import { measureJournal } from "./faults/journal-cost.ts";
import { runKill } from "./faults/kill.ts";
import { runRace } from "./faults/race.ts";
import { scenarios, seededRandom } from "./faults/scenario.ts";
import { broken, emptyTally, tallyText } from "./faults/tally.ts";
import { runTrial } from "./faults/trial.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    trials: { type: "string", default: "1000" },
    kills: { type: "string", default: "200" },
    races: { type: "string", default: "100" },
  },
});
const random = seededRandom(Number(values.seed));
const report = (text: string) => {
  console.log(`  ! ${text}`);
};
let failed = false;

console.log(`Seed ${values.seed}. Node ${process.version}.`);
const inProcess = emptyTally();
await inLanes(
  scenarios(Number(values.trials), random).map(
    (scenario) => () => runTrial(scenario, random, inProcess, report),
  ),
);
console.log(tallyText("In-process trials: every kind of refund, every fault", inProcess));
failed ||= broken(inProcess).length > 0;

const killed = emptyTally();
await inLanes(
  Array.from({ length: Number(values.kills) }, () => () => runKill(random, killed, report)),
);
console.log(tallyText("SIGKILL of the real program at some step", killed));
failed ||= broken(killed).length > 0;

for (const again of [false, true]) {
  let wrong = 0;
  for (let race = 0; race < Number(values.races); race++) {
    const { made, outcomes } = await runRace(again, random);
    if (made !== 1) wrong += 1;
    if (made !== 1 || !outcomes.includes("accepted"))
      report(`${made} made: ${outcomes.join(", ")}`);
  }
  const what = again ? "repeating one attempt with --again" : "refunding one order";
  console.log(`Races of two processes ${what}: ${values.races}, not exactly one refund: ${wrong}`);
  failed ||= wrong > 0;
}

const { journal, exchange } = await measureJournal(200, random);
console.log(
  `An attempt's time in the journal: ${journal.toFixed(2)} ms; one loopback exchange: ${exchange.toFixed(2)} ms (medians of 200)`,
);
process.exitCode = failed ? 1 : 0;

/** Two at a time: the stand-in, the program and the judge share few cores. */
async function inLanes(works: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...works];
  const lane = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) await work();
  };
  await Promise.all([lane(), lane()]);
}
