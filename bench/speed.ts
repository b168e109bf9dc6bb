import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type Contender, contenders, openStage } from "./speed/contender.ts";
import { type Figures, measure, median } from "./speed/measure.ts";

const { values } = parseArgs({
  options: {
    repeats: { type: "string", default: "15" },
    json: { type: "string", default: "bench-speed.json" },
    node: { type: "string", default: process.execPath },
  },
});
const repeats = Number(values.repeats);
// A start is short, and its time varies by as much as that of a refund.
const repeatsOfStarts = 4 * repeats;
const hasPhp = /^curl$/m.test(spawnSync("php", ["-m"], { encoding: "utf8" }).stdout);
const hasGh = spawnSync("gh", ["--version"]).status === 0;
const version = spawnSync(values.node, ["--version"], { encoding: "utf8" }).stdout.trim();
const machine = `Node ${version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`;
console.log(
  `${machine}; medians of ${repeats} interleaved runs, of starts ${repeatsOfStarts}; ${hasPhp ? "with" : "without"} PHP`,
);

const stage = await openStage(values.node);
const results: Record<string, Figures> = {};
try {
  const { starts, near, far } = contenders(stage, { php: hasPhp, gh: hasGh });
  Object.assign(results, await measureGroup(starts, repeatsOfStarts));
  for (const group of [near, far]) Object.assign(results, await measureGroup(group, repeats));
} finally {
  stage.close();
}

/** One run of each in turn, so that whatever else the machine does befalls all alike. */
async function measureGroup(
  group: readonly Contender[],
  rounds: number,
): Promise<Record<string, Figures>> {
  const runs = new Map<string, Figures[]>(group.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of group) {
      const figures = await measure(contender, stage);
      // The first round fills the caches of the system and is not counted.
      if (round >= 0) runs.get(contender.name)?.push(figures);
    }
  }
  return Object.fromEntries(
    [...runs].map(([name, figures]) => [
      name,
      {
        wallMs: median(figures.map(({ wallMs }) => wallMs)),
        userMs: median(figures.map(({ userMs }) => userMs)),
        peakMb: median(figures.map(({ peakMb }) => peakMb)),
      },
    ]),
  );
}

const ratios = [
  ["refund --version / node -e 0", "version", "empty", 1.12],
  ["refund --help / node -e 0", "help", "empty", 1.3],
  ["refund --version, single executable / node -e 0", "executable version", "empty", 1.5],
  ["refund --help, single executable / node -e 0", "executable help", "empty", null],
  ["gh --version / node -e 0", "gh", "empty", null],
  ["refund total / bare node:https, TLS", "refund", "bare", 2.25],
  ["refund total / PHP, 100 ms away", "refund far away", "php far away", 0.7],
  ["refund total / bare node:https, 100 ms away", "refund far away", "bare far away", null],
] as const;

for (const [name, { wallMs, userMs, peakMb }] of Object.entries(results)) {
  console.log(
    `${name.padEnd(18)} ${wallMs.toFixed(1).padStart(8)} ms wall ${userMs.toFixed(1).padStart(8)} ms user ${peakMb.toFixed(1).padStart(8)} MB peak`,
  );
}
const shown = ratios.flatMap(([title, above, below, limit]) => {
  const [a, b] = [results[above], results[below]];
  if (a === undefined || b === undefined) return [];
  const ratio = a.wallMs / b.wallMs;
  const aim = limit === null ? "" : `  (aim: at most ${limit})`;
  console.log(`${ratio.toFixed(2).padStart(6)}  ${title}${aim}`);
  return [{ title, ratio, limit }];
});
const [refunded, bare] = [results["refund"], results["bare"]];
if (refunded !== undefined && bare !== undefined) {
  const memory = (refunded.peakMb / bare.peakMb).toFixed(2).padStart(6);
  const user = (refunded.userMs / bare.userMs).toFixed(2).padStart(6);
  console.log(`${memory}  peak memory of refund total / bare node:https  (aim: at most 1.35)`);
  console.log(`${user}  user CPU of refund total / bare node:https`);
}
const [here, away] = [results["refund"], results["refund far away"]];
if (here !== undefined && away !== undefined) {
  // TCP, TLS 1.3, login, order, refund: none of them can be left out or overlap another.
  const unavoidable = 5 * stage.roundTripMs;
  const beyond = (away.wallMs - unavoidable).toFixed(0);
  console.log(
    `${beyond.padStart(6)}  ms beyond the ${unavoidable} ms of 5 round trips, 100 ms away; ${here.wallMs.toFixed(0)} ms where there is no way to go`,
  );
}
writeFileSync(
  values.json,
  `${JSON.stringify({ machine, repeats, repeatsOfStarts, results, ratios: shown }, null, 2)}\n`,
);
