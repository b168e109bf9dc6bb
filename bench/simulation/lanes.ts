import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Done, Work } from "./lane.ts";

const lane = fileURLToPath(new URL("./lane-process.ts", import.meta.url));

/** Does pieces of work in a process each, all at once. Rejects when one of them ends without a result. */
export function inProcesses(works: readonly Work[]): Promise<readonly Done[]> {
  return Promise.all(works.map(inProcess));
}

function inProcess(work: Work): Promise<Done> {
  return new Promise((resolve, reject) => {
    const child = fork(lane, { stdio: "inherit" });
    child.once("message", (done) => {
      resolve(done as Done);
    });
    child.once("exit", (code) => {
      reject(new Error(`a process of the campaign ended with ${code ?? "a signal"}`));
    });
    child.send(work);
  });
}
