import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Memory } from "./shop.ts";
import { ShopFile } from "./shop-file.ts";
import type { Store } from "./store.ts";

/** The file in the folder; SQLite's own files beside it begin with the same name. */
export const shopFileName = "shop.db";

/**
 * A store in a folder, as `shop.db`, shared by every process that names the same folder.
 * Throws if the file there does not belong to this stand-in.
 */
export function folderStore(folder: string, open: () => Memory): Store {
  const path = shopPath(folder);
  let file = new ShopFile(path);
  // If the folder is removed while it is in use, the shop starts over.
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

/** Starts the shop of a folder over, whatever is there, even while others use it. */
export function resetFolder(folder: string, open: () => Memory): void {
  try {
    const store = folderStore(folder, open);
    store.reset();
    store.close();
  } catch {
    // It cannot be read, so remove it: a server that uses it notices that it is gone.
    for (const ending of ["", "-journal"]) rmSync(`${shopPath(folder)}${ending}`, { force: true });
  }
}

function shopPath(folder: string): string {
  return join(folder, shopFileName);
}
