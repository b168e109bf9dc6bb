import { onTestFinished } from "vitest";
import { environmentOf } from "../../src/sandbox/environment.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/server.ts";
import { listenFor } from "./secrets.ts";
import { type Machine, machineFor, type MachineOptions } from "./context.ts";

export interface Shop {
  readonly sandbox: Sandbox;
  /** Configured through its environment to use the stand-in. */
  readonly machine: Machine;
}

/** A stand-in that stops with the test, and a machine that uses it and shares its clock. */
export async function shopFor(
  options: SandboxOptions = {},
  machineOptions: MachineOptions = {},
): Promise<Shop> {
  const machine = machineFor(machineOptions);
  const sandbox = await sandboxFor({ clock: machine.clock.now, ...options });
  Object.assign(machine.env, environmentOf(sandbox));
  return { sandbox, machine };
}

export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  listenFor(sandbox);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** How often a call was received. */
export function received(sandbox: Sandbox, method: string): number {
  return sandbox.requests().filter((request) => request.method === method).length;
}

/** The parameters after the session of the only `issueRefund` received. */
export function issued(sandbox: Sandbox): readonly unknown[] {
  const [request, ...more] = sandbox.requests().filter(({ method }) => method === "issueRefund");
  if (request === undefined || more.length > 0) {
    throw new Error(`${received(sandbox, "issueRefund")} refunds were received instead of one.`);
  }
  const { params } = JSON.parse(request.body) as { readonly params: readonly unknown[] };
  return params.slice(1);
}
