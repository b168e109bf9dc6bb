import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The licences of the packages that the bundle holds, each once, in the order of their names.
 * @param {readonly string[]} modules paths of the modules in the bundle
 * @returns {string}
 * @throws when a package does not say its licence
 */
export function notices(modules) {
  const folders = new Set(modules.flatMap((module) => packageFolder(module) ?? []));
  const parts = [...folders].map((folder) => {
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const { name, version, license } = about;
    if (typeof license !== "string") throw new Error(`${name} ${version} does not say its licence`);
    const file = readdirSync(folder).find((each) => /^licen[cs]e(\.|-|$)/i.test(each));
    const text =
      file === undefined
        ? `The package contains no licence text. Its source: ${about.repository?.url ?? about.homepage}`
        : readFileSync(join(folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const line = `\n${"-".repeat(72)}\n\n`;
  return `This program contains these packages:\n${line}${[...new Set(parts)].sort().join(line)}`;
}

/**
 * @param {string} module
 * @returns {string | null} the folder of the package that a module belongs to; null for our own
 */
function packageFolder(module) {
  const place = module.lastIndexOf("node_modules");
  if (place === -1) return null;
  const [scope = "", name = ""] = module.slice(place + "node_modules/".length).split(/[\\/]/);
  const packages = join(module.slice(0, place), "node_modules");
  return scope.startsWith("@") ? join(packages, scope, name) : join(packages, scope);
}
