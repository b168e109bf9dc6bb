import type { Context } from "../../context.ts";
import { ConfigurationError, JournalUnavailable } from "../../failure.ts";
import type { Api } from "../../outcome.ts";
import { type Check, ok, warning, wrong } from "./check.ts";
import { checkApi } from "./check-api.ts";
import { checkJournalFile } from "./check-journal-file.ts";
import { checkSharedJournal } from "./check-shared-journal.ts";
import { checkEnvironment, checkKeychain } from "./check-machine.ts";
import { type CommonFlags, type Run, withRun } from "../run.ts";

/** Looks at everything a refund needs, from the settings to the credentials. Moves no money and records nothing. */
export async function examine(context: Context, flags: CommonFlags): Promise<readonly Check[]> {
  try {
    // What the settings warn of is among the checks.
    return await withRun(context, { ...flags, quiet: true }, examineRun, { anyProxy: true });
  } catch (error) {
    const name = checkedBy(error);
    if (name === null || !(error instanceof Error)) throw error;
    return [
      wrong(name, error.message, "Fix it; the rest was not checked."),
      ...(await checkKeychain(context)),
      ...checkEnvironment(context),
    ];
  }
}

/** Which check tells of what ended the run. */
function checkedBy(error: unknown): "settings" | "journal" | null {
  if (error instanceof ConfigurationError) return "settings";
  return error instanceof JournalUnavailable ? "journal" : null;
}

async function examineRun(run: Run): Promise<readonly Check[]> {
  const { context, settings } = run;
  const apis: readonly Api[] = ["rpc6", "legacy"];
  const asked = await Promise.all(apis.map((api) => checkApi(api, run)));
  return [
    ...checkSettings(run),
    ...(settings.sandbox ? [] : await checkKeychain(context)),
    ...(await checkJournal(run)),
    ...checkEnvironment(context),
    ...asked.flat(),
  ];
}

async function checkJournal(run: Run): Promise<readonly Check[]> {
  const { journal, sandbox } = run.settings;
  return journal.kind === "file"
    ? [await checkJournalFile(journal.path, sandbox)]
    : checkSharedJournal(journal, run);
}

function checkSettings({ settings }: Run): readonly Check[] {
  const { filePath, profile, reasons, sandbox } = settings;
  const file =
    filePath === null
      ? ok("settings", "no settings file; nothing but the environment, the keychain and defaults")
      : ok("settings", `${filePath}, every key of it is known`);
  const readable = settings.warnings.map(({ message }) =>
    warning("permissions", message.replace(/ Run: .*/, ""), `chmod 600 ${filePath ?? ""}`),
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
            "no refund reasons are configured, so a misspelt one is found out by 2Checkout only",
            'List the account\'s own under "reasons" in the settings file.',
          ),
        ]),
  ];
}
