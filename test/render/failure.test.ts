import { describe, expect, test } from "vitest";
import {
  Cancelled,
  ConfigurationError,
  JournalUnavailable,
  UsageError,
} from "../../src/failure.ts";
import { renderFailure as renderFailureSafe } from "../../src/render/failure.ts";
import { outcomeOf } from "../support/document.ts";
import { pipe, terminal, printing } from "./screens.ts";

const renderFailure = printing(renderFailureSafe);

const run = { command: "total", startedAt: 0, finishedAt: 1, verbose: false, screen: pipe.stderr };

describe("an error that ended a run", () => {
  test.each([
    [new UsageError("Say which."), 2, "failed", "usage"],
    [new ConfigurationError("No such file."), 3, "failed", "configuration"],
    [new ConfigurationError("No key.", "credentials-missing"), 3, "failed", "credentials-missing"],
    [new JournalUnavailable("It is locked."), 1, "failed", "journal-unavailable"],
    [new Cancelled(), 130, "cancelled", "cancelled"],
    [new TypeError("x is undefined"), 1, "failed", "internal"],
    ["thrown text", 1, "failed", "internal"],
  ])("%s exits with %i as %s, in both forms", (error, code, outcome, word) => {
    const document = renderFailure(error, { ...run, json: true });
    expect(outcomeOf(document)).toMatchObject({
      code,
      outcome,
      command: "total",
      error: { code: word },
      order: null,
      refund: null,
      attempt: null,
    });
    const text = renderFailure(error, { ...run, json: false });
    expect(text).toMatchObject({ code, out: "" });
    const message = error instanceof Error ? error.message : error;
    expect(text.err).toContain(message);
  });

  test("shows where it came from only when asked to, and only for a fault of this program", () => {
    const fault = new TypeError("x is undefined");
    const shown = renderFailure(fault, { ...run, json: false, verbose: true });
    expect(shown.err).toContain("failure.test.ts");
    expect(renderFailure(fault, { ...run, json: false }).err).not.toContain("failure.test.ts");
    const usage = renderFailure(new UsageError("Say."), { ...run, json: false, verbose: true });
    expect(usage.err).toBe("Error: Say.\n");
  });

  test("is broken between words on a terminal, and what was indented stays so", () => {
    const words = `Mend these:\n  ${"the settings file has it ".repeat(8).trim()}`;
    const screen = terminal(60).stderr;
    const { err } = renderFailure(new UsageError(words), { ...run, json: false, screen });
    const [first, ...rest] = err.trimEnd().split("\n");
    expect(first).toBe("Error: Mend these:");
    for (const line of rest) expect(line).toMatch(/^ {2}\S.{20,57}$/);
  });

  test("shows foreign text in it without obeying it", () => {
    const { err } = renderFailure(new UsageError("No \u001b[2J\u202e"), { ...run, json: false });
    expect(err).toBe("Error: No ␛[2J\\u{202e}\n");
  });
});
