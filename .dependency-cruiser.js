import { readFileSync } from "node:fs";

/**
 * What each room may import, from rooms.json: a room is a folder, or a file that stands higher or lower
 * than its folder. `*` stands for one name. Whatever is not listed is forbidden, types too.
 * @type {{ rooms: Record<string, string[]>, commands: Record<string, string[]> }}
 */
const { rooms, commands } = JSON.parse(
  readFileSync(new URL("rooms.json", import.meta.url), "utf8"),
);

const isFile = (/** @type {string} */ path) => /^[^*]+\.ts$/.test(path);

/** @param {string} path */
const regexOf = (path) => path.replaceAll(".", "\\.").replaceAll("*", "[^/]+");

const filesApart = Object.keys(rooms).filter(isFile).map(regexOf).join("|");

/** Matches what is in a room, and not the files of its folder that are rooms of their own. @param {string} path */
const inside = (path) => {
  if (isFile(path)) return `^${regexOf(path)}$`;
  return `^(?!(?:${filesApart})$)${regexOf(path)}${path.endsWith("/") ? "" : "$"}`;
};

const anyCommand = "^src/command/[^/]+/";
const namedCommand = (/** @type {string[]} */ names) => `^src/command/(?:${names.join("|")})/`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "circle",
      comment: "Files that import each other cannot be understood one after the other.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no room",
      comment: "Every file stands in a room of rooms.json.",
      severity: "error",
      from: {},
      to: { path: "^src/", pathNot: Object.keys(rooms).map(inside) },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: room,
      comment: `It may import ${allowed.join(", ") || "nothing outside itself"} (rooms.json).`,
      severity: /** @type {const} */ ("error"),
      from: { path: inside(room) },
      to: { path: "^src/", pathNot: [room, ...allowed].map(inside) },
    })),
    ...Object.entries(commands).map(([name, others]) => ({
      name: `command ${name}`,
      comment: `Of other commands it may import ${others.join(", ")} (rooms.json).`,
      severity: /** @type {const} */ ("error"),
      from: { path: namedCommand([name]) },
      to: { path: anyCommand, pathNot: namedCommand([name, ...others]) },
    })),
    {
      name: "command by itself",
      comment: "It may import no other command (rooms.json).",
      severity: "error",
      from: { path: "^src/command/([^/]+)/", pathNot: namedCommand(Object.keys(commands)) },
      to: { path: anyCommand, pathNot: "^src/command/$1/" },
    },
  ],
  options: {
    includeOnly: "^src/",
    // Imports of types are imports.
    tsPreCompilationDeps: true,
  },
};
