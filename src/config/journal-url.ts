import { isAbsolute } from "node:path";
import { Secret } from "../domain/secret.ts";
import { ConfigurationError } from "../failure.ts";
import type { ServerPlace } from "../journal-place.ts";
import { isLoopback } from "../loopback.ts";

/** Whether a journal's setting is the URL of a database rather than a path. */
export function isServerUrl(text: string): boolean {
  return /^postgres(ql)?:/i.test(text);
}

/**
 * The place that a URL leads to. It is never repeated in a message: it may hold a password.
 * @param setting what is set, as a message names it
 * @throws ConfigurationError
 */
export function parseServerUrl(text: string, setting: string): ServerPlace {
  const wrong = (why: string): never => {
    throw new ConfigurationError(`${setting} ${why}. Nothing was sent.`);
  };
  const url = URL.canParse(text) && text.includes("://") ? new URL(text) : null;
  if (url === null) return wrong("is not a valid URL; write postgres://user@host/database");
  const asked = new Map(url.searchParams);
  for (const name of asked.keys()) {
    if (!parameters.includes(name)) {
      wrong(`has the parameter "${name}", which refund does not know (${parameters.join(", ")})`);
    }
  }
  const host = decoded(url.hostname) || (asked.get("host") ?? "");
  const user = decoded(url.username);
  const database = decoded(url.pathname.slice(1));
  if (host === "" || user === "" || database === "" || database.includes("/")) {
    return wrong("must name user, host and database: postgres://user@host/database");
  }
  const remote = !isAbsolute(host) && !isLoopback(url);
  const mode = asked.get("sslmode") ?? (remote ? "verify-full" : "disable");
  if (!modes.includes(mode)) wrong(`has the sslmode "${mode}", which does not exist`);
  if (remote && !encrypted.includes(mode)) {
    wrong(
      `has sslmode=${mode}, which would send refunds to a server that nobody checks; leave it out or write sslmode=verify-full`,
    );
  }
  const certificates = asked.get("sslrootcert") ?? null;
  if (certificates !== null && !isAbsolute(certificates)) {
    wrong("has an sslrootcert that is not an absolute path");
  }
  return {
    kind: "postgres",
    user,
    host: host.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? defaultPort : Number(url.port),
    database,
    password: url.password === "" ? null : new Secret(decoded(url.password)),
    certificates,
    encrypted: encrypted.includes(mode),
  };
}

const defaultPort = 5432;
const parameters: readonly string[] = ["host", "sslmode", "sslrootcert"];
/** Each of them means the strictest: the server's certificate and its name are checked. */
const encrypted: readonly string[] = ["require", "verify-ca", "verify-full"];
const modes: readonly string[] = ["disable", "allow", "prefer", ...encrypted];

/** As it stands where it is not percent-encoded well. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
