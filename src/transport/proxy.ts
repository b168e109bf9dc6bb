/** In a module of its own, so that only those behind a proxy load it, and with it all of undici. */
export { EnvHttpProxyAgent } from "undici";
