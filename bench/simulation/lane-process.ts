import { doWork, type Work } from "./lane.ts";

// One process of the campaign: it is sent its work, and sends what came of it.
process.once("disconnect", () => {
  // Nobody waits for it any more.
  process.exit(1);
});
process.once("message", (work) => {
  void doWork(work as Work).then((done) => {
    process.send?.(done, () => {
      // What a killed run left behind may still wait for something.
      process.exit(0);
    });
  });
});
