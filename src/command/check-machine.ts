import { access, constants, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, resolve, sep } from "node:path";
import type { Context } from "../context.ts";
import { type Check, ok, warning, wrong } from "./check.ts";

export async function checkKeychain({ keychain }: Context): Promise<readonly Check[]> {
  const answer = await keychain.read("reachable?");
  return [
    answer.tag === "done"
      ? ok("keychain", "it answers")
      : warning(
          "keychain",
          `it cannot be used: ${answer.why}`,
          "Without one, credentials come from the environment or a settings file (chmod 600).",
        ),
  ];
}

/** Whether the journal can be written, and is still there tomorrow. Creates nothing. */
export async function checkJournal(path: string, sandbox: boolean): Promise<Check> {
  const place = await nearestExisting(path);
  const writable = await access(place, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    return wrong(
      "journal",
      `${path} cannot be written`,
      "Mend the rights of that folder, or set REFUND_JOURNAL or `journal` to a file of yours.",
    );
  }
  if (!sandbox && isTemporary(path)) {
    return warning(
      "journal",
      `${path} is in a temporary folder; once it is gone, nothing keeps a refund from being repeated`,
      "Set REFUND_JOURNAL or `journal` to a file that lasts.",
    );
  }
  return ok("journal", `${path}${place === path ? "" : ", which the first refund creates"}`);
}

async function nearestExisting(path: string): Promise<string> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  return exists || dirname(path) === path ? path : nearestExisting(dirname(path));
}

function isTemporary(path: string): boolean {
  const folders = [tmpdir(), "/tmp", "/var/tmp", "/dev/shm", "/run"];
  return folders.some((folder) => resolve(path).startsWith(resolve(folder) + sep));
}

export function checkProxy(env: Context["env"]): Check {
  const proxy = env["https_proxy"] ?? env["HTTPS_PROXY"] ?? "";
  const none = env["no_proxy"] ?? env["NO_PROXY"] ?? "";
  if (proxy === "") return ok("proxy", "none");
  try {
    // Without its user and password.
    const { host } = new URL(proxy.includes("://") ? proxy : `http://${proxy}`);
    return ok("proxy", `${host}${none === "" ? "" : `, but not for ${none}`}`);
  } catch {
    return wrong("proxy", "HTTPS_PROXY is not a URL", "Write it like http://proxy.example:3128.");
  }
}
