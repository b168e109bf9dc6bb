import { runCampaign, type Broken, type CampaignSize } from "./campaign.ts";
import { everyCourse, type Exhausted, runCourses } from "./exhaustive.ts";
import { emptyTally, type Tally } from "./tally.ts";
import { startCampaignServer } from "./team/campaign-server.ts";
import { invariantsNamed } from "./violation.ts";

/** What a process of the campaign is asked to do; plain, because it goes through a pipe. */
export type Work =
  | {
      readonly tag: "sequences";
      readonly seeds: readonly number[];
      readonly sequences: number;
      readonly steps: number;
      readonly except: readonly string[];
      readonly without: readonly string[];
      readonly journal: "file" | "postgres";
      readonly minutes: number;
    }
  | {
      readonly tag: "courses";
      readonly most: number;
      /** Of so many parts, the one with this number. */
      readonly part: number;
      readonly parts: number;
    };

export type Done =
  | { readonly tag: "sequences"; readonly tally: Tally; readonly broken: readonly Broken[] }
  | ({ readonly tag: "courses" } & Exhausted);

/** Lanes of one process share its time: while one waits for an answer, another goes on. */
export async function doWork(work: Work): Promise<Done> {
  switch (work.tag) {
    case "sequences": {
      const tally = emptyTally();
      const size = (seed: number): CampaignSize => ({
        seed,
        sequences: work.sequences,
        steps: work.steps,
        except: invariantsNamed(work.except),
        without: new Set(work.without),
        longestMs: work.minutes * 60_000,
      });
      const runOne = async (seed: number) => {
        // One each: a lane whose server crashes does not disturb the others.
        const server = work.journal === "file" ? null : await startCampaignServer();
        const its = server === null ? size(seed) : { ...size(seed), server };
        const broken = await runCampaign(its, tally).finally(() => server?.stop());
        // Said at once: the other lanes may go on for long.
        if (broken !== null) console.log(`\n! ${broken.text}\n`);
        return broken;
      };
      const found = await Promise.all(work.seeds.map(runOne));
      return { tag: "sequences", tally, broken: found.filter((broken) => broken !== null) };
    }
    case "courses": {
      const { part, parts, most } = work;
      const own = everyCourse(most).filter((_course, index) => index % parts === part);
      const half = Math.ceil(own.length / 2);
      const [first, second] = await Promise.all([
        runCourses(own.slice(0, half)),
        runCourses(own.slice(half)),
      ]);
      return {
        tag: "courses",
        courses: first.courses + second.courses,
        wrong: [...first.wrong, ...second.wrong],
      };
    }
  }
}
