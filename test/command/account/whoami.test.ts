import { expect, test } from "vitest";
import { machineFor } from "../../support/context.ts";
import { documentOf } from "../../support/document.ts";
import { write } from "../../support/settings.ts";

test("whoami tells of each setting where it came from, and no secret", async () => {
  const machine = machineFor();
  write(machine, "config", ".refundrc", {
    merchantCode: "SHOP",
    secretKey: "file-secret-key",
    timeout: 10,
    journal: "/file/j.db",
    reasons: ["Fraud"],
    profiles: { "shop-b": { ceiling: { USD: "5.00" } } },
  });
  machine.env["REFUND_JOURNAL"] = "/elsewhere/j.db";
  const ended = await machine.run("whoami", "--profile", "shop-b", "--timeout", "5", "--json");
  const { accounts, settings } = documentOf(ended, "refund.whoami-1");
  const origins = Object.fromEntries(
    settings.map(({ setting, value, source }) => [setting, [value, source]]),
  );
  expect(accounts[0]).toMatchObject({ account: "SHOP", hasSecret: true, source: "file" });
  expect(accounts[1]).toMatchObject({ account: null, hasSecret: false, source: null });
  expect(origins).toMatchObject({
    profile: ["shop-b", "flag"],
    timeout: ["5 s", "flag"],
    journal: ["/elsewhere/j.db", "environment"],
    reasons: ["Fraud", "file"],
    ceiling: ["5.00 USD", "file"],
    rpcUrl: ["https://api.avangate.com/rpc/6.0/", "default"],
  });
  const { out } = await machine.run("whoami");
  expect(out).toContain("SHOP at api.avangate.com, LIVE (file)");
  expect(ended.out + out).not.toContain("file-secret-key");
});
