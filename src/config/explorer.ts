/** A separate module, so that only users with a settings file load it. */
export { Explorer } from "cosmiconfig/dist/Explorer.js";
