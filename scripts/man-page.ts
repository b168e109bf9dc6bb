import { mkdirSync, writeFileSync } from "node:fs";
import type { Command, Option } from "commander";
import { processContext } from "../src/context.ts";
import { commonOptions } from "../src/program/common-options.ts";
import { exitCodesHelp } from "../src/program/exit-codes-help.ts";
import { createProgram } from "../src/program/program.ts";
import { version } from "../src/version.ts";

// Writes the man page from the same declarations as help.
const { program, declare } = createProgram(processContext(), () => undefined);
const common = Object.values(commonOptions);
const parts: string[] = [];
for (const command of program.createHelp().visibleCommands(program)) {
  await declare(command);
  parts.push(section(command));
  for (const nested of command.commands) parts.push(section(nested));
}
mkdirSync("man", { recursive: true });
writeFileSync(
  "man/refund.1",
  `.TH REFUND 1 "" "refund ${version}" "User Commands"
.SH NAME
refund \\- ${roff(program.description())}
.SH SYNOPSIS
.B refund
[\\fIrefno\\fR] [\\fIoptions\\fR]
.br
.B refund
\\fIcommand\\fR [\\fIoptions\\fR]
.SH DESCRIPTION
At a terminal, refund alone or with the number of an order asks for whatever it needs, and shows the refund before it is sent.
${options(program, (option) => !common.includes(option))}
.SH COMMANDS
${parts.join("\n")}
.SH OPTIONS FOR ALL COMMANDS
${options(program, (option) => common.includes(option))}
.SH EXIT STATUS
.nf
${exitCodesHelp.trim().split("\n").slice(1).map(roff).join("\n")}
.fi
.SH ENVIRONMENT
See: refund help environment
`,
);

function section(command: Command): string {
  const help = command.createHelp();
  return `.SS ${roff(help.commandUsage(command))}
${roff(command.description() || command.summary())}
${options(command, (option) => !common.includes(option))}`;
}

function options(command: Command, wanted: (option: Option) => boolean): string {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter(wanted)
    .map(
      (option) =>
        `.TP\n.B ${roff(help.optionTerm(option))}\n${roff(help.optionDescription(option))}`,
    )
    .join("\n");
}

/** A dot or a quote at the start of a line would be a request, and a plain hyphen a typographic one. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("\n", " ")
    .replace(/^(?=[.'])/, "\\&");
}
