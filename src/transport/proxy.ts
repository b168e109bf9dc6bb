// A separate module, so that only users behind a proxy load it, and with it all of undici.
import { type buildConnector, type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";

/** Calls through a proxy. Where the proxy itself was not reached, the error names it, without user and password. */
export function createProxyAgent(options: EnvHttpProxyAgent.Options): Dispatcher {
  return new EnvHttpProxyAgent({ ...options, clientFactory: clientOf });
}

function clientOf(
  { origin, host }: URL,
  { connect }: { readonly connect: buildConnector.connector },
): Dispatcher {
  return new Pool(origin, {
    connect: (options, callback) => {
      connect(options, (...[error, socket]: buildConnector.CallbackArgs) => {
        if (error === null) {
          callback(null, socket);
          return;
        }
        // The same error, because its code says more.
        error.message = `could not reach the proxy ${host}: ${error.message}`;
        callback(error, null);
      });
    },
  });
}
