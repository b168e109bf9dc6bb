import { readFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { resolve } from "node:path";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { ServerPlace } from "../../src/journal-place.ts";

/** The certificate of the relay, for the name localhost, signed by nobody but itself. */
export const certificateFile = resolve("test/fixture/tls/certificate.pem");

/** A database server that encrypts, in front of one that does not. What was said to it, decrypted. */
export async function tlsRelayTo(
  place: ServerPlace,
): Promise<{ readonly port: number; readonly heard: () => string }> {
  let heard = "";
  const server = createServer((near) => {
    near.on("error", () => undefined);
    near.once("data", () => {
      // Its request for encryption, which PostgreSQL grants by one letter.
      near.write("S");
      const secure = new TLSSocket(near, {
        isServer: true,
        key: readFileSync(resolve("test/fixture/tls/key.pem")),
        cert: readFileSync(certificateFile),
      });
      const far = connect(place.port, place.host);
      const cut = () => {
        secure.destroy();
        far.destroy();
      };
      for (const socket of [secure, far]) socket.on("error", cut).on("close", cut);
      secure.on("data", (chunk: Buffer) => {
        heard += chunk.toString("latin1");
        far.write(chunk);
      });
      far.on("data", (chunk) => secure.write(chunk));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(async () => {
    await new Promise((done) => server.close(done));
  });
  return { port: (server.address() as AddressInfo).port, heard: () => heard };
}
