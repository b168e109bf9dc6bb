import { chooseOrderNumber } from "../given-or-asked.ts";
import { openOrder, requireOrderPage } from "../order-page.ts";
import type { Run } from "../run.ts";

/** Opens an order in the browser; 2Checkout's API is not asked. @throws UsageError, ConfigurationError */
export async function openOrderPage(given: string | undefined, run: Run): Promise<void> {
  const page = requireOrderPage(run);
  await openOrder(await chooseOrderNumber(given, run), page, run);
}
