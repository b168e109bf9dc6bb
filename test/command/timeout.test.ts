import { expect, test } from "vitest";
import { outcomeOf } from "../support/document.ts";
import { received, shopFor } from "../support/sandbox.ts";
import { write } from "../support/settings.ts";

const total = ["total", "73152871", "--reason", "Other", "--yes", "--json"];
const expected = "1 to 600 seconds, with at most three decimals";

test.each(["1", "64.1", "1.234", "8.7", "600", "600.000"])(
  "a refund with --timeout %s is accepted",
  async (timeout) => {
    const { machine } = await shopFor();
    const ended = await machine.run(...total, "--timeout", timeout);
    expect(outcomeOf(ended)).toMatchObject({ code: 0, outcome: "accepted" });
  },
);

test.each(["1.2345", "0.999", "600.001", "0", "1e2", "0x10", ".5", "5.", "Infinity", "soon"])(
  "--timeout %s is a usage error that says what is expected, and nothing is sent",
  async (timeout) => {
    const { machine, sandbox } = await shopFor();
    const document = outcomeOf(await machine.run(...total, "--timeout", timeout));
    expect(document).toMatchObject({ code: 2, error: { code: "usage" } });
    expect(document.error?.message).toContain(expected);
    expect(sandbox.requests()).toEqual([]);
  },
);

test.each([1, 64.1, 1.234, 600])(
  "a refund with a time-out of %d in the settings file is accepted",
  async (timeout) => {
    const { machine } = await shopFor();
    write(machine, "config", ".refundrc", { timeout });
    expect(outcomeOf(await machine.run(...total))).toMatchObject({ code: 0 });
  },
);

test.each([1.2345, 0.5, 601, 1e-7, "soon", null])(
  "a time-out of %j in the settings file is a configuration error that says what is expected",
  async (timeout) => {
    const { machine, sandbox } = await shopFor();
    write(machine, "config", ".refundrc", { timeout });
    const document = outcomeOf(await machine.run(...total));
    expect(document).toMatchObject({ code: 3, error: { code: "configuration" } });
    expect(document.error?.message).toContain(expected);
    expect(received(sandbox, "issueRefund")).toBe(0);
  },
);
