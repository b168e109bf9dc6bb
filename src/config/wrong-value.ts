import { expectations, type KeyPlace } from "./expectations.ts";

/** Which key has a wrong value, what it accepts, and what it has. */
export function describeWrongValue(path: readonly PropertyKey[], data: unknown): string {
  const { words, quotes, secret = false } = expectations[placeOf(path)];
  const value = valueAt(path, data);
  const name = path.map(String).join(".");
  const isBare = typeof value === "number" || typeof value === "boolean";
  const advice =
    quotes === "needed" && isBare
      ? "; put it in quotes"
      : quotes === "wrong" && typeof value === "string"
        ? "; write it without quotes"
        : "";
  const got = secret ? kindOf(value) : describe(value);
  return `${name === "" ? "" : `${name}: `}expected ${words}, got ${got}${advice}`;
}

/** The key's place, whatever profile, currency or entry of a list it is about. */
function placeOf(path: readonly PropertyKey[]): KeyPlace {
  const inProfile = path[0] === "profiles" && path.length > 2 ? path.slice(2) : path;
  const [key = "", part, entry] = inProfile.map(String);
  const isNamed = key === "legacy" || key === "batch";
  const place = [key, part && (isNamed ? part : "*"), entry && "*"]
    .filter((each) => each !== undefined)
    .join(".");
  // A place that is none of these was refused as an unknown key.
  return isPlace(place) ? place : "";
}

function isPlace(text: string): text is KeyPlace {
  return Object.hasOwn(expectations, text);
}

function valueAt(path: readonly PropertyKey[], data: unknown): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    data,
  );
}

function describe(value: unknown): string {
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string" || value === "") return kindOf(value);
  return value.length > 40 ? "a longer text" : `the text ${JSON.stringify(value)}`;
}

function kindOf(value: unknown): string {
  if (value === "") return "an empty text";
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "number") return "a number";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "string" ? "text" : "keys below it";
}
