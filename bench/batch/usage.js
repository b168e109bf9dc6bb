// Preloaded into the program: says at its end what it used.
process.on("exit", () => {
  const { maxRSS, userCPUTime } = process.resourceUsage();
  process.stderr.write(`peak memory ${maxRSS} KB\nuser time ${userCPUTime} us\n`);
});
