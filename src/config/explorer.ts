/** In a module of its own, so that only those who have a settings file load it. */
export { Explorer } from "cosmiconfig/dist/Explorer.js";
