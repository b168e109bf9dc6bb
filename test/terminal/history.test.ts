import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generatedOrderNumber } from "../../src/sandbox/generated.ts";
import type { Desk } from "../support/program.ts";
import { atScreen, keys } from "../support/screen.ts";
import { agentsDesk } from "./desk.ts";

/** A desk that has made more refunds than a screen of 24 lines shows. */
async function deskWithHistory(count = 31): Promise<Desk> {
  const { desk } = await agentsDesk({ orders: count });
  const rows = Array.from(
    { length: count },
    (_, at) => `partial,${generatedOrderNumber(at)},2.50,USD,Fraud,T-${at}`,
  );
  const file = join(desk.home, "many.csv");
  writeFileSync(file, `kind,order,amount,currency,reason,ticket\n${rows.join("\n")}\n`);
  expect((await desk.run("batch", file, "--yes", "--json")).code).toBe(0);
  return desk;
}

const small = { rows: 24 };

test.each([60, 100])(
  "at %i columns more than the screen goes through the pager, with the columns that fit",
  async (columns) => {
    const env = { PAGER: "sed 's/^/| /'" };
    const desk = await deskWithHistory();
    const screen = atScreen(desk, ["history"], { ...small, columns: columns + 2, env });
    expect(await screen.ended).toBe(0);
    const lines = screen.text().split("\n");
    expect(lines[0]).toMatch(
      columns === 60
        ? /^\| At \(UTC\) +Order +Amount +Kind +Outcome$/
        : /^\| At \(UTC\) +Order +Amount +Kind +Outcome +By +Ticket +Reason +Attempt$/,
    );
    expect(lines.filter((line) => line.includes("accepted"))).toHaveLength(30);
    expect(lines).toContain("| Accepted: 77.50 USD");
  },
);

test("what fits the screen is only printed, and so is everything without a person to turn pages", async () => {
  const env = { PAGER: "sed 's/^/| /'" };
  const desk = await deskWithHistory();
  const plain = { ...env, REFUND_ACCESSIBLE: "1" };
  for (const [words, options] of [
    [["--limit", "3"], { ...small, env }],
    [["--no-input"], { ...small, env }],
    [[], { ...small, env: plain }],
    [[], { ...small, env: { PAGER: "cat" } }],
  ] as const) {
    const screen = atScreen(desk, ["history", ...words], options);
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toMatch(/^At \(UTC\)/);
  }
});

test("Ctrl-C belongs to the pager, which ends when the person says so", async () => {
  const pager = `trap "" INT; cat; read answer </dev/tty; echo "left with $answer"`;
  const screen = atScreen(await deskWithHistory(), ["history"], {
    ...small,
    env: { PAGER: pager },
  });
  await screen.shows("Accepted: 77.50 USD");
  screen.type(keys.ctrlC);
  await new Promise((done) => setTimeout(done, 500));
  screen.type("q\r");
  expect(await screen.ended).toBe(0);
  expect(screen.text()).toContain("left with q");
});

test("a pager that has seen enough ends the listing in silence", async () => {
  const screen = atScreen(await deskWithHistory(120), ["history", "--all"], {
    ...small,
    env: { PAGER: "head -n 2" },
  });
  expect(await screen.ended).toBe(0);
  expect(screen.text().split("\n")).toHaveLength(2);
});

test.each(["no-such-pager", "no-such-pager --with words"])(
  "a pager that is not there (%s) hides nothing",
  async (pager) => {
    const screen = atScreen(await deskWithHistory(), ["history"], {
      ...small,
      env: { PAGER: pager },
    });
    expect(await screen.ended).toBe(0);
    expect(screen.text()).toContain("Accepted: 77.50 USD");
  },
);

test("a pager gets less's usual settings, and no secret", async () => {
  const desk = await deskWithHistory();
  const pager = `env | grep -E '^(LESS|LV|REFUND_|PG)' | sort; cat >/dev/null`;
  const journal = join(desk.env["XDG_DATA_HOME"] ?? "", "refund", "journal.db");
  const env = { PAGER: pager, REFUND_JOURNAL: journal, PGPASSWORD: "of the team" };
  const screen = atScreen(desk, ["history"], { ...small, columns: 200, env });
  expect(await screen.ended).toBe(0);
  expect(screen.text()).toContain("LESS=FRX\nLV=-c\n");
  expect(screen.text()).toContain("REFUND_MERCHANT_CODE=");
  expect(screen.text()).not.toMatch(/SECRET|PASSWORD|JOURNAL/);
});
