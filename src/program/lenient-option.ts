import { Option } from "commander";

/**
 * An option with fewer rules for its value. Every option with a value is given once and has
 * a value that is not blank, however it is declared (arrangement.ts); this one is allowed what it says.
 */
export class LenientOption extends Option {
  readonly may: "be given again" | "be empty";

  constructor(may: LenientOption["may"], flags: string, description: string) {
    super(flags, description);
    this.may = may;
  }
}

export function mayBeGivenAgain(option: Option): boolean {
  return option instanceof LenientOption && option.may === "be given again";
}

export function mayBeEmpty(option: Option): boolean {
  return option instanceof LenientOption && option.may === "be empty";
}
