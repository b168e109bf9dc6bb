/** In a module of its own, so that only those behind a proxy load it. */
export { default as EnvHttpProxyAgent } from "undici/lib/dispatcher/env-http-proxy-agent.js";
