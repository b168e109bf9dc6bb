import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Desk, deskFor, type Started } from "../support/program.ts";

const total = ["total", "73152871", "--reason", "Fraud", "--yes", "--json"];

/** `refund sandbox`, and a desk whose other programs use it as it says. */
async function serving(): Promise<{ readonly desk: Desk; readonly running: Started }> {
  const desk = deskFor();
  const running = desk.start("sandbox");
  let out = "";
  running.child.stdout.on("data", (text: string) => {
    out += text;
  });
  while (!running.said().includes("Serving")) {
    if (running.child.exitCode !== null) throw new Error(running.said());
    await wait(20);
  }
  for (const [, name = "", value = ""] of out.matchAll(/^export (\w+)='?([^'\n]*)'?$/gm)) {
    desk.env[name] = value;
  }
  return { desk, running };
}

test("sandbox reset empties the shop of a running sandbox, which continues with the new one", async () => {
  const { desk, running } = await serving();
  expect(await desk.run(...total)).toMatchObject({ code: 0 });
  expect(await desk.run(...total)).toMatchObject({ code: 5 });
  expect(await desk.run("sandbox", "reset")).toMatchObject({ code: 0 });
  expect(await desk.run(...total)).toMatchObject({ code: 0 });
  running.child.kill("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0 });
});

test("a sandbox that runs and --sandbox keep one shop, several at once", async () => {
  const { desk, running } = await serving();
  const partial = (...flags: readonly string[]) =>
    desk.run(...["partial", "73152884", "--amount", "1", "--reason", "Fraud", "--yes"], ...flags);
  const ended = await Promise.all([partial("--sandbox"), partial(), partial("--sandbox")]);
  expect(ended.filter(({ code }) => code === 0)).toHaveLength(1);
  expect(ended.filter(({ code }) => code === 4 || code === 5)).toHaveLength(2);
  running.child.kill("SIGTERM");
});
