import { parseTypedName } from "../domain/pasted.ts";
import { leastNameLength, type TypedName } from "../domain/typed-name.ts";
import { UsageError } from "../failure.ts";

/** @param where the option that it stands in @throws UsageError */
export function readName(text: string, where: string): TypedName {
  const name = parseTypedName(text);
  if (name !== null) return name;
  throw new UsageError(
    `${where}: "${text}" cannot be a name. Give the whole name, or at least ${leastNameLength} characters from its beginning or its end.`,
  );
}
