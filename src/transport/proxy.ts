/** A separate module, so that only users behind a proxy load it, and with it all of undici. */
export { EnvHttpProxyAgent } from "undici";
