/** The part of undici that is imported by itself; its types stand at the front door. */
declare module "undici/lib/dispatcher/agent.js" {
  export { Agent as default } from "undici";
}
