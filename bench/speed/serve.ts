import { startSandbox } from "../../src/sandbox/server.ts";
import { certificate } from "./certificate.ts";

/** The stand-in in a process of its own: prints its address, then serves until it is ended. */
const tls = process.argv[2] === "tls" ? certificate : null;
const sandbox = await startSandbox({ tls, settleAfterMs: 0 });
process.send?.({ rpcUrl: sandbox.rpcUrl });
