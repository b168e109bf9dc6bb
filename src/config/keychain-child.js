// One call to the system's keychain, in a process that can be killed: the native part may wait for ever for
// a locked keychain, and nothing inside its own process can end that. Asked on stdin and answering on
// stdout, so that no secret is ever on a command line.
import { text } from "node:stream/consumers";
import { Entry } from "@napi-rs/keyring";

/** @typedef {{ act: "get" | "set" | "delete", account: string, secret: string }} Wish */

const service = "refund";
// The kernel's keyring would do for the others to fall back to, but forgets everything at a restart.
const options = { linux: { store: /** @type {const} */ ("secret-service") } };

void text(process.stdin).then((wish) => {
  console.log(JSON.stringify(answer(JSON.parse(wish))));
});

/** @param {Wish} wish */
function answer({ act, account, secret }) {
  try {
    const entry = new Entry(service, account, options);
    switch (act) {
      case "get":
        return { tag: "done", secret: entry.getPassword() };
      case "set":
        entry.setPassword(secret);
        return { tag: "done", secret: null };
      case "delete":
        return { tag: "done", secret: entry.deleteCredential() ? "deleted" : null };
    }
  } catch (error) {
    return { tag: "unavailable", why: error instanceof Error ? error.message : String(error) };
  }
}
