import { describe, expect, test } from "vitest";
import { hasPostgres, teamDatabase } from "../support/postgres.ts";
import { certificateFile, tlsRelayTo } from "../support/tls-relay.ts";
import { begunAttempt, sharedJournalAt } from "./open.ts";

describe.skipIf(!hasPostgres)("an encrypted connection to a team's journal", () => {
  test("is made to a server whose certificate is trusted and bears its name", async () => {
    const { agent } = await teamDatabase();
    const { port } = await tlsRelayTo(agent);
    const journal = await sharedJournalAt({
      ...agent,
      port,
      host: "localhost",
      certificates: certificateFile,
      encrypted: true,
    });
    expect((await begunAttempt(journal)).length).toBe(26);
  });

  test.each([
    ["a certificate that nobody trusts", { host: "localhost", certificates: null }],
    ["the certificate of another name", { host: "127.0.0.1", certificates: certificateFile }],
  ])("is not made to a server with %s, which is told nothing", async (_what, different) => {
    const { agent } = await teamDatabase();
    const { port, heard } = await tlsRelayTo(agent);
    const opening = sharedJournalAt({ ...agent, ...different, port, encrypted: true });
    await expect(opening).rejects.toThrow("certificate is not one that this machine trusts");
    expect(heard()).toBe("");
  });

  test("is not given up where the server does not encrypt", async () => {
    const { agent } = await teamDatabase();
    const opening = sharedJournalAt({ ...agent, encrypted: true });
    await expect(opening).rejects.toThrow("does not support SSL");
  });
});
