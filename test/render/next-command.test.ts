import { expect, test } from "vitest";
import { nextCommandOf } from "../../src/render/next-command.ts";

test.each([
  [{}, "refund reconcile A1"],
  [{ sandbox: true }, "refund reconcile A1 --sandbox"],
  // A stand-in has an account of its own, whatever the file says.
  [{ sandbox: true, profile: "shop-b", config: "here.yaml" }, "refund reconcile A1 --sandbox"],
  [{ profile: "shop-b" }, "refund reconcile A1 --profile 'shop-b'"],
  [
    { config: "my settings.yaml", profile: "Ann's" },
    "refund reconcile A1 --config 'my settings.yaml' --profile 'Ann'\\''s'",
  ],
])("with %j a further command is: %s", (flags, line) => {
  expect(nextCommandOf(flags)("reconcile A1").text).toBe(line);
});
