import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Desk, deskFor } from "../support/program.ts";

const order = "73152871";

/** A desk whose orders have this page, and whose browser is a program that writes down what it is given. */
function deskWith(orderPage: string, { browser }: { readonly browser: boolean }): Desk {
  const desk = deskFor();
  const bin = join(desk.home, "bin");
  mkdirSync(bin);
  if (browser) {
    const opener = join(bin, "xdg-open");
    writeFileSync(
      opener,
      '#!/bin/sh\nfor word; do printf "%s\\n" "$word"; done > "$HOME/opened.new"\nmv "$HOME/opened.new" "$HOME/opened"\n',
    );
    chmodSync(opener, 0o755);
  }
  desk.env["PATH"] = browser ? `${bin}:/usr/bin:/bin` : bin;
  const path = join(desk.home, "settings.json");
  writeFileSync(path, JSON.stringify({ orderPage }), { mode: 0o600 });
  desk.env["REFUND_CONFIG"] = path;
  return desk;
}

describe.skipIf(process.platform !== "linux")("order --web", () => {
  test("gives the page to the browser as one word that no shell reads", async () => {
    const desk = deskWith("https://panel.example/$(touch$IFS'ran')`touch%20ran`;a&b/{refNo}", {
      browser: true,
    });
    const { code, err } = await desk.run("order", order, "--web");
    expect(code).toBe(0);
    const opened = join(desk.home, "opened");
    await expect.poll(() => existsSync(opened), { timeout: 10_000 }).toBe(true);
    const words = readFileSync(opened, "utf8").trimEnd().split("\n");
    expect(words).toEqual([
      expect.stringMatching(/^https:\/\/panel\.example\/\$\(touch.*\/73152871$/),
    ]);
    expect(err).toContain(words[0]);
    expect(existsSync(join(desk.home, "ran"))).toBe(false);
    expect(existsSync("ran")).toBe(false);
  });

  test("says where the page is where nothing opens it", async () => {
    const desk = deskWith("https://panel.example/orders/{refNo}", { browser: false });
    const { code, err } = await desk.run("order", order, "--web");
    expect(code).toBe(0);
    expect(err).toContain(
      "Open https://panel.example/orders/73152871 in your browser (there is no xdg-open here to open it with).",
    );
  });
});
