import * as path from "node:path";
import { certificatesChecked, certificatesOff, certificatesOn } from "../../config/certificates.ts";
import { noHome, setHome } from "../../config/journal-place.ts";
import { readProxy } from "../../config/proxy.ts";
import type { Context } from "../../context.ts";
import { isFixed } from "../../folders.ts";
import { version } from "../../version.ts";
import { type Check, ok, warning, wrong } from "./check.ts";

type Surroundings = Pick<Context, "env" | "folders" | "cwd">;

/** What a bug report has to name. */
export function checkProgram({ versions }: Pick<Context, "versions">): Check {
  return ok("program", `refund ${version}, Node ${versions.node}, ${versions.platform}`);
}

export async function checkKeychain(keychain: Context["keychain"]): Promise<readonly Check[]> {
  const answer = await keychain.reach();
  return [
    answer.tag === "done"
      ? ok("keychain", "it works")
      : warning(
          "keychain",
          `it cannot be used: ${answer.why}`,
          "Without one, credentials come from the environment or a settings file (chmod 600).",
        ),
  ];
}

/** What the environment alone decides. */
export function checkEnvironment(context: Surroundings): readonly Check[] {
  const { env } = context;
  return [checkFolders(context), checkProxy(env), ...checkCertificates(env)];
}

/** The variables that say where a user's folders are. */
const folderVariables =
  path.sep === "/"
    ? ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"]
    : ["USERPROFILE", "APPDATA", "LOCALAPPDATA"];

function checkFolders({ env, folders, cwd }: Surroundings): Check {
  const { config, data, cache } = folders;
  if (config === null || data === null || cache === null) {
    return wrong("folders", `there is no folder for settings and journal: ${noHome}`, setHome);
  }
  const where = `settings in ${config}, data in ${data}, cache in ${cache}`;
  const ignored = folderVariables.filter((name) => {
    const text = env[name] ?? "";
    return text !== "" && !isFixed(text, path);
  });
  if (ignored.length > 0) {
    const names = ignored.map((name) => `${name} (${env[name] ?? ""})`).join(", ");
    return warning(
      "folders",
      `${names} is ignored, because it is not an absolute path; ${where}`,
      "Set it to an absolute path, or unset it.",
    );
  }
  return cwd === null
    ? warning("folders", `${where}; you are in a folder that was deleted`, "Go to another folder.")
    : ok("folders", where);
}

function checkProxy(env: Context["env"]): Check {
  const reading = readProxy(env);
  switch (reading.tag) {
    case "none":
      return ok("proxy", "none");
    case "proxy": {
      // Without its user and password.
      const { url, except } = reading.setting;
      return ok("proxy", `${url.host}${except === "" ? "" : `, but not for ${except}`}`);
    }
    case "wrong":
      return wrong("proxy", reading.what, reading.advice);
  }
}

function checkCertificates(env: Context["env"]): readonly Check[] {
  return certificatesChecked(env)
    ? []
    : [wrong("certificates", `${certificatesOff}; nothing is sent`, certificatesOn)];
}
