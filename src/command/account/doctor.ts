import type { SettingsWarning } from "../../config/file.ts";
import type { Context } from "../../context.ts";
import { ConfigurationError, JournalUnavailable } from "../../failure.ts";
import { apis } from "../../domain/api.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import { checkApi } from "./check-api.ts";
import { checkPaidTwice } from "./check-paid-twice.ts";
import { checkJournalFile } from "./check-journal-file.ts";
import { checkSharedJournal } from "./check-shared-journal.ts";
import { checkEnvironment, checkKeychain, checkProgram } from "./check-machine.ts";
import { markFolder } from "../mark-folder.ts";
import { type Run, withRun } from "../run.ts";
import type { CommonFlags } from "../../flags.ts";

/** Looks at everything a refund needs, from the settings to the credentials. Moves no money and records nothing. */
export async function examine(context: Context, flags: CommonFlags): Promise<readonly Check[]> {
  try {
    // Warnings about the settings are among the checks.
    return await withRun(context, { ...flags, quiet: true }, examineRun, { anyProxy: true });
  } catch (error) {
    const name = checkedBy(error);
    if (name === null || !(error instanceof Error)) throw error;
    return [
      checkProgram(context),
      wrong(name, error.message, "Fix this first. The rest was not checked."),
      ...(await checkKeychain(context.keychain)),
      ...checkEnvironment(context),
    ];
  }
}

/** The check that reports what ended the run. */
function checkedBy(error: unknown): "settings" | "journal" | null {
  if (error instanceof ConfigurationError) return "settings";
  return error instanceof JournalUnavailable ? "journal" : null;
}

async function examineRun(run: Run): Promise<readonly Check[]> {
  const { context, keychain, settings } = run;
  const asked = await Promise.all(apis.map((api) => checkApi(api, run)));
  return [
    checkProgram(context),
    ...checkSettings(run),
    ...(settings.sandbox ? [] : await checkKeychain(keychain)),
    ...(await checkJournal(run)),
    ...(await checkPaidTwice(run)),
    ...checkEnvironment(context),
    ...asked.flat(),
  ];
}

async function checkJournal(run: Run): Promise<readonly Check[]> {
  const { journal } = run.settings;
  if (journal.kind === "postgres") return checkSharedJournal(journal, run);
  const marks = markFolder(run.context, journal);
  return [await checkJournalFile(journal.path, marks, run)];
}

/** The check that a warning about the settings belongs to. */
const checkNames: Readonly<Record<SettingsWarning["code"], string>> = {
  "settings-file-readable": "permissions",
};

function checkSettings({ settings }: Run): readonly Check[] {
  const { filePath, profile, reasons, sandbox } = settings;
  const file =
    filePath === null
      ? ok("settings", "no settings file; using the environment, the keychain and defaults")
      : ok("settings", `${filePath}; every key is known`);
  const readable = settings.warnings.map(({ code, fact, fix }) =>
    warning(checkNames[code], fact, fix),
  );
  const closed = filePath === null ? [] : [ok("permissions", "nobody else can read the file")];
  return [
    file,
    ...(readable.length > 0 ? readable : closed),
    ...(profile === null ? [] : [ok("profile", profile)]),
    ...(reasons !== null || sandbox
      ? []
      : [
          warning(
            "reasons",
            "no refund reasons are configured, so 2Checkout is the first to notice a typo in a reason",
            'List the account\'s reasons under "reasons" in the settings file.',
          ),
        ]),
  ];
}
