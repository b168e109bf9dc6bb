import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import type { Context } from "../../src/context.ts";
import { main } from "../../src/main.ts";
import { writeTo } from "../../src/safe-text.ts";
import { refuseSecrets } from "../../test/support/secrets.ts";

/** A machine with a folder, a clock and an environment of its own, on which command lines run in process. */
export interface World {
  readonly journal: string;
  readonly now: () => number;
  readonly advance: (ms: number) => void;
  readonly environment: Record<string, string>;
  /** @param heard is told what the program says while it runs */
  readonly run: (
    argv: readonly string[],
    heard?: (text: string) => void,
  ) => Promise<{ readonly code: number; readonly out: string }>;
  readonly remove: () => void;
}

export function makeWorld(random: () => number): World {
  const home = mkdtempSync(join(tmpdir(), "refund-faults-"));
  const environment: Record<string, string> = {};
  let offset = 0;
  const now = () => Date.now() + offset;
  const run: World["run"] = async (argv, heard = () => undefined) => {
    let out = "";
    let err = "";
    const context: Context = {
      stdin: new PassThrough(),
      stdout: listening((text) => (out += text)),
      stderr: listening((text) => {
        err += text;
        heard(text);
      }),
      print: (stream, text) => {
        writeTo(context[stream], text);
        return null;
      },
      terminal: { stdin: false, stdout: false, stderr: false, columns: 80, rows: 24 },
      startPager: () => Promise.resolve(null),
      env: environment,
      cwd: home,
      folders: { home, config: home, data: home, cache: home },
      keychain: {
        reach: emptyKeychain,
        read: emptyKeychain,
        write: emptyKeychain,
        remove: emptyKeychain,
      },
      who: { user: "campaign", host: "loopback", pid: process.pid },
      uptime: () => performance.now() + offset,
      now,
      random,
      versions: { node: "20.19.0", v8: process.versions.v8, platform: "linux x64" },
      openPage: () => Promise.resolve(null),
      sleep: () => Promise.resolve(),
      onStop: () => () => undefined,
    };
    const code = await main(argv, context);
    refuseSecrets({ argv, env: environment, said: out + err, data: home });
    return { code, out };
  };
  return {
    journal: join(home, "journal.db"),
    now,
    environment,
    run,
    advance: (ms) => {
      offset += ms;
    },
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The campaign's credentials are in its environment. */
const emptyKeychain = () => Promise.resolve({ tag: "done", secret: null } as const);

function listening(heard: (text: string) => void): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      heard(chunk.toString("utf8"));
      done();
    },
  });
}
