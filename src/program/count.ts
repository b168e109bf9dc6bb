import { InvalidArgumentError } from "commander";

export function parseCount(text: string): number {
  if (!/^[1-9][0-9]{0,6}$/.test(text)) throw new InvalidArgumentError("Use a number above 0.");
  return Number(text);
}
