import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openJournal } from "../../src/journal/journal.ts";
import { demonstrationAccount } from "../../src/sandbox/merchant.ts";
import { certificate } from "./certificate.ts";
import { farAway } from "./far-away.ts";

/** A whole process to be measured. */
export interface Contender {
  readonly name: string;
  readonly command: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly isNode: boolean;
  /** Makes the run like the one before it; not measured. */
  readonly prepare?: () => Promise<void>;
}

/** The stand-in in its own process, near and far away, and a folder for what the contenders write. */
export interface Stage {
  readonly node: string;
  readonly folder: string;
  readonly near: Readonly<Record<string, string>>;
  readonly far: Readonly<Record<string, string>>;
  readonly roundTripMs: number;
  /** Forgets every refund, at the stand-in and in the journal. */
  readonly afresh: () => Promise<void>;
  readonly close: () => void;
}

const order = "73152871";
const program = fileURLToPath(new URL("../../bin/refund.js", import.meta.url));
const executable = fileURLToPath(new URL("../../binary/refund", import.meta.url));
const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export async function openStage(node: string): Promise<Stage> {
  const roundTripMs = 100;
  const folder = mkdtempSync(join(tmpdir(), "refund-speed-"));
  const server = fork(file("serve.ts"), ["tls"], { execArgv: process.execArgv });
  const [{ rpcUrl }] = (await once(server, "message")) as [{ rpcUrl: string }];
  const tunnel = await farAway(Number(new URL(rpcUrl).port), roundTripMs);
  const ca = join(folder, "ca.pem");
  writeFileSync(ca, certificate.cert);
  const journal = join(folder, "journal.db");
  const template = join(folder, "template.db");
  await (await openJournal(template)).close();
  const near = {
    REFUND_RPC_URL: rpcUrl,
    NODE_EXTRA_CA_CERTS: ca,
    REFUND_JOURNAL: journal,
    REFUND_MERCHANT_CODE: demonstrationAccount.merchantCode,
    REFUND_SECRET_KEY: demonstrationAccount.secretKey,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CACHE_HOME: folder,
  };
  const far = { ...near, REFUND_RPC_URL: `https://127.0.0.1:${tunnel.port}/rpc/6.0/` };
  return {
    node,
    folder,
    near,
    far,
    roundTripMs,
    afresh: async () => {
      // What this machine has seen of the journal would say that an older copy was put in its place.
      rmSync(join(folder, "refund", "marks"), { recursive: true, force: true });
      copyFileSync(template, journal);
      await post(new URL("/sandbox/reset", rpcUrl));
    },
    close: () => {
      tunnel.close();
      server.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function post(url: URL): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", ca: certificate.cert }, (answer) => {
      answer.resume().on("end", resolve);
    });
    sent.on("error", reject).end();
  });
}

/** Those of one group are run in turn. */
export interface Groups {
  readonly starts: readonly Contender[];
  readonly near: readonly Contender[];
  readonly far: readonly Contender[];
}

/** @param installed which programs of others there are to compare with */
export function contenders(
  stage: Stage,
  installed: { readonly php: boolean; readonly gh: boolean },
): Groups {
  const { node, near, far, afresh } = stage;
  const ofNode = (name: string, argv: readonly string[], env = near): Contender => ({
    name,
    command: node,
    argv,
    env,
    isNode: true,
  });
  const refund = [program, "total", order, "--reason", "Other", "--yes", "--json"];
  const bare = [file("bare.js"), order];
  const php = (env: Contender["env"]): Contender => ({
    name: "php far away",
    command: "php",
    argv: [file("vendor.php"), order],
    env,
    isNode: false,
  });
  // Node reads the certificates of NODE_EXTRA_CA_CERTS whenever it starts, which would hide half of a start.
  const plain = {};
  // It can be compared where it was built, and only with the Node that it is made of.
  const ofExecutable = (name: string, word: string): Contender => ({
    name: `executable ${name}`,
    command: executable,
    argv: [word],
    env: plain,
    isNode: false,
  });
  const gh: Contender = {
    name: "gh",
    command: "gh",
    argv: ["--version"],
    env: plain,
    isNode: false,
  };
  const prepared = (contender: Contender): Contender => ({ ...contender, prepare: afresh });
  return {
    starts: [
      ofNode("empty", ["-e", "0"], plain),
      ofNode("version", [program, "--version"], plain),
      ofNode("help", [program, "--help"], plain),
      ...(existsSync(executable)
        ? [ofExecutable("version", "--version"), ofExecutable("help", "--help")]
        : []),
      ...(installed.gh ? [gh] : []),
    ],
    near: [ofNode("bare", bare), ofNode("refund", refund)].map(prepared),
    far: [
      ofNode("bare far away", bare, far),
      ofNode("refund far away", refund, far),
      ...(installed.php ? [php(far)] : []),
    ].map(prepared),
  };
}
