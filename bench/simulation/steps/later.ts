import { pendingForMs } from "../habits.ts";
import type { LedgerEntry } from "../ledger.ts";
import { paidFor } from "../shop.ts";
import type { World } from "../world.ts";
import type { Step } from "./step.ts";

/** 2Checkout declines a pending refund, or somebody cancels it in the control panel. */
export function declineStep(which: number): Step {
  return {
    name: "decline",
    perform: (world) => {
      const pending = world.ledger
        .entries()
        .filter((entry) => entry.api === "rpc6" && isPending(entry, world));
      const entry = pending[which % Math.max(1, pending.length)];
      if (entry !== undefined) {
        entry.undone = which % 2 === 0 ? "declined" : "cancelled";
        world.say(`${entry.comment} of ${entry.number} is ${entry.undone} by 2Checkout`);
      }
      return Promise.resolve([]);
    },
  };
}

/** What was cancelled or declined is paid out all the same. */
export function reviveStep(which: number): Step {
  return {
    name: "revive",
    perform: (world) => {
      const undone = world.ledger.entries().filter((entry) => entry.undone !== null);
      const entry = undone[which % Math.max(1, undone.length)];
      if (entry !== undefined) {
        entry.undone = null;
        entry.revived = true;
        world.say(`${entry.comment} of ${entry.number} is paid out all the same`);
      }
      return Promise.resolve([]);
    },
  };
}

/** The customer asks 2Checkout for a part of the money. */
export function customerStep(which: number): Step {
  return {
    name: "customer",
    perform: (world) => {
      const order = world.orders[which % world.orders.length];
      if (order === undefined) return Promise.resolve([]);
      const left = paidFor(order) - world.ledger.refunded(order.refNo);
      const amount = Math.min(left, Math.ceil(paidFor(order) / 4));
      if (amount <= 0) return Promise.resolve([]);
      world.say(`the customer of ${order.refNo} asks for ${amount} minor units`);
      world.ledger.add({
        api: "rpc6",
        number: order.refNo,
        amount,
        lines: "",
        references: [],
        by: "customer",
        comment: "customer",
        at: world.clock.truth(),
      });
      return Promise.resolve([]);
    },
  };
}

function isPending({ at, undone }: LedgerEntry, { clock }: World): boolean {
  return undone === null && clock.truth() - at < pendingForMs;
}
