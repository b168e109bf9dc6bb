import { spawn } from "node:child_process";

/** What opens a page in the user's browser, for each system. No shell reads the address. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ["open"],
  win32: ["rundll32.exe", "url.dll,FileProtocolHandler"],
};

/** Opens a page in the browser, and waits for nothing but that it starts. Null when it does, else why not. */
export function openPage(url: URL, platform: NodeJS.Platform): Promise<string | null> {
  const [program = "", ...words] = openers[platform] ?? ["xdg-open"];
  return new Promise((resolve) => {
    const child = spawn(program, [...words, url.href], {
      detached: true,
      shell: false,
      stdio: "ignore",
      windowsHide: true,
    });
    child.once("error", () => {
      resolve(`there is no ${program} here to open it with`);
    });
    child.once("spawn", () => {
      child.unref();
      resolve(null);
    });
  });
}
