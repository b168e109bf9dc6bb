import { isUntrueCancel, type MoneyCall } from "./calls.ts";
import { showsEverything } from "./habits.ts";
import type { LedgerEntry } from "./ledger.ts";
import type { World } from "./world.ts";

/**
 * Whether 2Checkout itself denied a refund that this call made, so that no client could have known: only the order
 * could have contradicted its words, and did not show it.
 */
export function isExcused(call: MoneyCall, world: World): boolean {
  switch (call.claim) {
    case "denied":
    case "doubted":
      return call.api === "legacy" || !wasVisible(call, world);
    case "made":
    case "unclear":
    case "done before":
      return false;
  }
}

function wasVisible(call: MoneyCall, world: World): boolean {
  const misread = world.misread(call.visit);
  return showsEverything(world.habits) && !misread && !isMuddled(call.number, world, call);
}

/** Whether something untrue was said about an order, or others refunded it: evidence is then no evidence. */
export function isMuddled(number: string, world: World, except: MoneyCall | null = null): boolean {
  const calls = world.service.calls().filter((call) => call.number === number && call !== except);
  return (
    calls.some(isUntrue) ||
    hasOthers(number, world) ||
    wasUndone(number, world) ||
    [...world.known.values()].some((each) => each.number === number && each.untrueWord)
  );
}

/** Somebody else refunds the order, or did. */
export function hasOthers(number: string, { ledger }: World): boolean {
  return [...ledger.of(number), ...ledger.undone(number)].some(({ by }) => by !== "us");
}

/** A refund of the order was undone, or said to be, so that what was listed once may not be listed now. */
export function wasUndone(number: string, { ledger, service }: World): boolean {
  return (
    ledger.undone(number).length > 0 ||
    ledger.of(number).some(({ revived }) => revived) ||
    service.cancels().some((call) => call.number === number && isUntrueCancel(call))
  );
}

/** 2Checkout said the opposite of what it did. */
export function isUntrue({ claim, entry }: MoneyCall): boolean {
  return entry === null ? claim === "made" : claim === "denied" || claim === "doubted";
}

/** Whether 2Checkout or a person said of a refund that it was not made. */
export function wasDenied(entry: LedgerEntry, world: World): boolean {
  const call = callOf(entry, world);
  const attempt = world.known.get(call?.attempt ?? "");
  return (
    (call !== undefined && isExcused(call, world)) ||
    attempt?.untrueWord === true ||
    attempt?.untrueWithdrawal === true
  );
}

/** The request that made a refund of ours. */
export function callOf(entry: LedgerEntry, world: World): MoneyCall | undefined {
  return world.service.calls().find((call) => call.entry === entry);
}
