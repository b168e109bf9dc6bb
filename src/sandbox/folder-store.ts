import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Memory } from "./shop.ts";
import { ShopFile } from "./shop-file.ts";
import type { Store } from "./store.ts";

/** The file in the folder; SQLite's own beside it begin alike. */
export const shopFileName = "shop.db";

/**
 * A store that lasts in a folder, as `shop.db`, and is shared by every process that names the same folder.
 * Throws when the file there is not one of this stand-in.
 */
export function folderStore(folder: string, open: () => Memory): Store {
  const path = shopPath(folder);
  let file = new ShopFile(path);
  // The folder may be removed while it is in use: then the shop opens afresh.
  const present = (): ShopFile => {
    if (!file.isGone) return file;
    file.close();
    file = new ShopFile(path);
    return file;
  };
  return {
    change: (act) => present().change(act, open),
    reset: () => {
      present().replace(open());
    },
    close: () => {
      file.close();
    },
  };
}

/** Opens the shop of a folder afresh, whatever stands there, under the hands of those who use it. */
export function resetFolder(folder: string, open: () => Memory): void {
  try {
    const store = folderStore(folder, open);
    store.reset();
    store.close();
  } catch {
    // It cannot be read: a server that uses it notices that it is gone.
    for (const ending of ["", "-journal"]) rmSync(`${shopPath(folder)}${ending}`, { force: true });
  }
}

function shopPath(folder: string): string {
  return join(folder, shopFileName);
}
