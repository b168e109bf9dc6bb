// Runs a program with a pipe for stdout that is full and does not wait for its reader, and puts out what came through.
const { execFileSync, spawn } = require("node:child_process");
const { constants, openSync, writeSync } = require("node:fs");
const { Socket } = require("node:net");
const { setTimeout } = require("node:timers");

const [path = "", ...line] = process.argv.slice(2);
execFileSync("mkfifo", [path]);
const pipe = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
let filling = 0;
for (let isFull = false; !isFull;) {
  try {
    filling += writeSync(pipe, "x".repeat(100));
  } catch {
    isFull = true;
  }
}
// Node has what it hands to a child wait; a socket made of it undoes that, for both of them.
const waiting = ["-c", 'sleep 0.5; exec "$@"', "sh", process.execPath, ...line];
const child = spawn("sh", waiting, { stdio: ["ignore", pipe, "inherit"] });
new Socket({ fd: pipe, readable: false, writable: true });
setTimeout(() => {
  const end = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  new Socket({ fd: end, readable: true, writable: false }).on("data", (chunk) => {
    process.stdout.write(chunk.subarray(Math.min(filling, chunk.length)));
    filling -= Math.min(filling, chunk.length);
  });
}, 2_000);
// Whatever becomes of the test, neither of the two is left behind.
process.once("exit", () => child.kill("SIGKILL"));
setTimeout(() => process.exit(1), 30_000);
child.on("exit", (code) => {
  setTimeout(() => process.exit(code ?? 1), 500);
});
