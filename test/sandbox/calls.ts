import { createHmac } from "node:crypto";
import { onTestFinished } from "vitest";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../src/sandbox/server.ts";

/** The first moment of every test that moves the clock itself. */
export const noon = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A stand-in that stops with the test. */
export async function sandboxFor(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

export interface Answer {
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface OrderAnswer {
  readonly [field: string]: unknown;
  readonly Status: string;
  readonly Refunds: unknown;
  readonly Items: readonly OrderItem[];
}

interface OrderItem {
  readonly [field: string]: unknown;
  readonly LineItemReference: string;
  readonly Code?: string;
  readonly Price: Readonly<Record<string, unknown>>;
  readonly ProductDetails: { readonly Name: string };
}

export function post(sandbox: Sandbox, body: string): Promise<Response> {
  return fetch(sandbox.rpcUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body,
    redirect: "manual",
  });
}

export function send(sandbox: Sandbox, method: string, params: unknown): Promise<Response> {
  return post(sandbox, JSON.stringify({ jsonrpc: "2.0", id: 7, method, params }));
}

export async function call(sandbox: Sandbox, method: string, params: unknown): Promise<Answer> {
  const response = await send(sandbox, method, params);
  return (await response.json()) as Answer;
}

export function loginParams(
  { merchantCode, secretKey }: Pick<Sandbox, "merchantCode" | "secretKey">,
  time: number,
  algorithm = "sha256",
): readonly string[] {
  const date = new Date(time).toISOString().slice(0, 19).replace("T", " ");
  const source = `${Buffer.byteLength(merchantCode)}${merchantCode}${date.length}${date}`;
  const hash = createHmac(algorithm, secretKey).update(source).digest("hex");
  return [merchantCode, date, hash, algorithm];
}

export async function login(sandbox: Sandbox, time = Date.now()): Promise<string> {
  const { result } = await call(sandbox, "login", loginParams(sandbox, time));
  if (typeof result !== "string") throw new Error("The login was refused.");
  return result;
}

export async function order(
  sandbox: Sandbox,
  session: string,
  refNo: string,
): Promise<OrderAnswer> {
  const { result } = await call(sandbox, "getOrder", [session, refNo]);
  return result as OrderAnswer;
}

/** Refunds an amount off the total. */
export function refund(
  sandbox: Sandbox,
  session: string,
  refNo: string,
  amount: unknown,
): Promise<Answer> {
  return call(sandbox, "issueRefund", [session, refNo, amount, [], "", "Other"]);
}

export function refundLine(
  sandbox: Sandbox,
  fields: Readonly<Record<string, string>>,
  {
    username = sandbox.legacyUsername,
    password = sandbox.legacyPassword,
    accept = "application/json",
  } = {},
): Promise<Response> {
  return fetch(`${sandbox.legacyUrl}sales/refund_lineitem`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      Accept: accept,
    },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
}
