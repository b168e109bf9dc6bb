import type { OrderNumber } from "../domain/order-number.ts";
import { type OrderPage, pageOf } from "../domain/order-page.ts";
import { ConfigurationError, UsageError } from "../failure.ts";
import { safe } from "../safe-text.ts";
import type { Run } from "./run.ts";

/** The setting that --web needs. @throws UsageError, ConfigurationError */
export function requireOrderPage({ settings }: Run): OrderPage {
  if (settings.sandbox) throw new UsageError("The stand-in's orders have no page to open.");
  if (settings.orderPage !== null) return settings.orderPage;
  throw new ConfigurationError(
    'To open orders in the browser, put "orderPage" into the settings file: the address of an order in the control panel, with {refNo} in the place of its number. .refundrc.example has a line for it.',
  );
}

/** Opens an order in the browser, or says where it is. */
export async function openOrder(number: OrderNumber, page: OrderPage, run: Run): Promise<void> {
  const url = pageOf(page, number);
  const trouble = await run.context.openPage(url);
  run.talk.show(
    trouble === null
      ? safe`Opening ${url.href} in your browser.`
      : safe`Open ${url.href} in your browser (${trouble}).`,
  );
}
