import { access, constants, mkdtemp, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import type { Run } from "../run.ts";
import { type Check, ok, warning, wrong } from "./check.ts";

/**
 * Whether the journal can be written, holds what this machine has seen of it, and is still there tomorrow.
 * Leaves nothing behind.
 * @param marks where this machine keeps what it has seen of journals
 */
export async function checkJournalFile(
  path: string,
  marks: string,
  { settings: { sandbox }, talk }: Run,
): Promise<Check> {
  const place = await nearestExisting(path);
  const trouble = place === path ? await fileTrouble(path) : await folderTrouble(place);
  if (trouble !== null) {
    return wrong(
      "journal",
      `${path} cannot be written: ${trouble}`,
      "Fix the permissions of that folder, or set REFUND_JOURNAL or `journal` to a file that you can write.",
    );
  }
  const { inspectJournal } = await import("../../journal/inspection.ts");
  const { missing } = await inspectJournal(path, marks);
  if (missing.length > 0) {
    return wrong(
      "journal",
      `${path} is not whole, and no refund is sent with it: ${missing.join("; ")}`,
      `See how to go on: ${talk.nextCommand("journal check").text}`,
    );
  }
  if (!sandbox && isTemporary(path)) {
    return warning(
      "journal",
      `${path} is in a temporary folder; once it is gone, nothing stops a refund from being made twice`,
      "Set REFUND_JOURNAL or `journal` to a file in a permanent folder.",
    );
  }
  return ok("journal", `${path}${place === path ? "" : " (the first refund creates it)"}`);
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function fileTrouble(path: string): Promise<string | null> {
  if (!(await stat(path)).isFile()) return "it is not a file";
  // The database creates its own files beside it.
  return (
    (await troubleOf(access(path, constants.R_OK | constants.W_OK))) ?? folderTrouble(dirname(path))
  );
}

/** Tries it, because the permissions alone let an administrator write anywhere, /proc and a full disk included. */
async function folderTrouble(folder: string): Promise<string | null> {
  return troubleOf(mkdtemp(join(folder, ".refund-doctor-")).then((made) => rmdir(made)));
}

function troubleOf(attempt: Promise<void>): Promise<string | null> {
  return attempt.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

function isTemporary(path: string): boolean {
  const folders = [tmpdir(), "/tmp", "/var/tmp", "/dev/shm", "/run"];
  return folders.some((folder) => resolve(path).startsWith(resolve(folder) + sep));
}
