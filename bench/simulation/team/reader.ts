import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { attemptsOf, type RecordedJournal } from "../journal-reader.ts";

/** A database on a server that lets everybody in. */
export interface OpenDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** Reads a shared journal at once, as the simulation reads a file: this thread waits for another one. */
export interface SharedReader {
  readonly read: () => RecordedJournal;
  /** The id of a process of the server's. */
  readonly pid: () => number;
  readonly stop: () => Promise<void>;
}

interface Found {
  readonly pid: number;
  readonly attempt: readonly Readonly<Record<string, unknown>>[];
  readonly timeline: readonly Readonly<Record<string, unknown>>[];
}

const longestMs = 20_000;

export function startReader(server: OpenDatabase): SharedReader {
  const { port1, port2 } = new MessageChannel();
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL("./reader-thread.js", import.meta.url), {
    workerData: { port: port2, flag, server },
    transferList: [port2],
    execArgv: [],
  });
  worker.unref();
  port1.unref();
  const ask = (what: "everything" | "pid"): Found => {
    Atomics.store(flag, 0, 0);
    port1.postMessage(what);
    Atomics.wait(flag, 0, 0, longestMs);
    const answer = receiveMessageOnPort(port1) as
      { readonly message: { readonly found?: Found; readonly error?: string } } | undefined;
    const found = answer?.message.found;
    if (found !== undefined) return found;
    throw new Error(`the journal cannot be read: ${answer?.message.error ?? "no answer in time"}`);
  };
  return {
    read: () => {
      const found = ask("everything");
      const attempts = attemptsOf(found.attempt, found.timeline);
      return { attempts, text: JSON.stringify(found), whole: true };
    },
    pid: () => ask("pid").pid,
    stop: async () => {
      port1.close();
      await worker.terminate();
    },
  };
}
