import { moneyText } from "../../domain/money.ts";
import { type PaymentMethod, usualTimes } from "../../domain/payment-method.ts";
import type { Attempt } from "../../journal/attempt.ts";
import { type Column, startFittingTable } from "../../render/fitting-table.ts";
import type { Screen } from "../../render/screen.ts";
import type { SafeText } from "../../safe-text.ts";
import type { Status } from "./status.ts";

type Name = "number" | "kind" | "amount" | "since" | "usually" | "attempt";

/** Attempts that wait, with the time since they were made. */
export function renderWaiting(
  attempts: readonly Attempt[],
  { at, shortNames }: Pick<Status, "at" | "shortNames">,
  screen: Screen,
  { usual = false }: { readonly usual?: boolean } = {},
): SafeText {
  const columns: Readonly<Record<Name, Column<Attempt>>> = {
    number: { heading: "Order or item", cell: ({ subject }) => subject.number },
    kind: { heading: "Kind", cell: ({ kind }) => kind },
    amount: {
      heading: "Amount",
      cell: ({ amount }) => (amount === null ? "" : moneyText(amount)),
      alignRight: true,
    },
    since: { heading: "Since", cell: ({ startedAt }) => ageText(at - startedAt) },
    usually: { heading: "Usually takes", cell: usualTime },
    attempt: { heading: "Attempt", cell: ({ id }) => shortNames.get(id) ?? id },
  };
  return startFittingTable(columns, usual ? withUsualTime : layouts, screen)(attempts);
}

const layouts: readonly (readonly Name[])[] = [
  ["number", "kind", "amount", "since", "attempt"],
  ["number", "amount", "since", "attempt"],
  ["number", "amount", "attempt"],
];

const withUsualTime: readonly (readonly Name[])[] = [
  ["number", "kind", "amount", "since", "usually", "attempt"],
  ["number", "amount", "since", "usually", "attempt"],
  ...layouts,
];

function usualTime({ before }: Attempt): string {
  const method: PaymentMethod | undefined = before?.paidBy;
  return method === undefined ? "1 to 7 business days" : usualTimes[method];
}

function ageText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}
