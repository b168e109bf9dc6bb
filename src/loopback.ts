/** Whether a URL leads to this very machine, so that nobody on the way could read or answer in its place. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
