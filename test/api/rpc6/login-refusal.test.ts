import { expect, test } from "vitest";
import expired from "../../fixture/rpc-error-session-expired-2015.json" with { type: "json" };
import { type Script, serviceFor } from "./service.ts";

const start = Date.UTC(2026, 10, 21, 12, 0, 0);
const minute = 60_000;

/** Refuses every login, by a clock that differs from the client's by so much. */
function refusingBy(skew: number, error: unknown = expired): Script {
  return (_, response) => {
    response.setHeader("date", new Date(start + skew).toUTCString());
    return { error };
  };
}

async function login(script: Script) {
  const { rpc, calls } = await serviceFor(script, () => start);
  const reading = await rpc.ready();
  if (reading.tag === "read") throw new Error("the login was accepted");
  return { ...reading.failure, calls: calls.length };
}

test.each([
  ["the same", 0],
  ["two minutes ahead", 2 * minute],
  ["two minutes behind", -2 * minute],
])("a login refused by a service whose clock is %s blames the key", async (_, skew) => {
  expect(await login(refusingBy(skew))).toMatchObject({
    tag: "credentials",
    calls: 1,
    problem: {
      code: "credentials-rejected",
      message: expect.stringMatching(
        new RegExp(
          `^2Checkout rejected the merchant code or the secret key of AVANGATE: ${expired.message}\\. .*Firewall`,
        ),
      ) as unknown,
      api: { code: "10000", message: expired.message },
    },
  });
});

test.each([
  ["ahead", 10 * minute, "10 minutes behind 2Checkout's"],
  ["behind", -3 * minute, "3 minutes ahead of 2Checkout's"],
])(
  "a login refused by a service whose clock is far %s blames the clock",
  async (_, skew, words) => {
    expect(await login(refusingBy(skew))).toMatchObject({
      tag: "credentials",
      problem: { code: "clock-skew", message: expect.stringContaining(words) as unknown },
    });
  },
);

test("another refusal of the login has nothing to do with the clock", async () => {
  const error = { code: 10004, message: "Not allowed" };
  expect(await login(refusingBy(10 * minute, error))).toMatchObject({
    problem: { code: "credentials-rejected", api: { code: "10004" } },
  });
});

test("without a date in the answer the clock is not blamed", async () => {
  const undated: Script = (_, response) => {
    response.sendDate = false;
    return { error: expired };
  };
  expect(await login(undated)).toMatchObject({ problem: { code: "credentials-rejected" } });
});

test.each([[null], [""], [true], [{ error: "no" }]])(
  "a login answered with %j holds no session",
  async (result) => {
    expect(await login(() => ({ result }))).toMatchObject({
      tag: "unreachable",
      problem: { message: expect.stringContaining("no session") as unknown },
    });
  },
);

test.each([
  ["HTTP 429", 429, "too-many-requests", 3],
  ["HTTP 503", 503, "answer-lost", 3],
  ["an HTML page", 200, "answer-lost", 1],
])("a login answered with %s has not reached 2Checkout", async (_, status, code, calls) => {
  const page: Script = (_call, response) => {
    response.writeHead(status).end("<html>Later</html>");
    return null;
  };
  expect(await login(page)).toMatchObject({ tag: "unreachable", problem: { code }, calls });
});

test("a login whose connection is dropped is tried again, and then has not reached 2Checkout", async () => {
  const dropped: Script = (_, response) => {
    response.socket?.destroy();
    return null;
  };
  expect(await login(dropped)).toMatchObject({
    tag: "unreachable",
    problem: { code: "answer-lost" },
    calls: 3,
  });
});
