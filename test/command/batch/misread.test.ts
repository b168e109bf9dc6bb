import { describe, expect, test } from "vitest";
import { fileOf, rowsOf } from "../../support/batch.ts";
import { shopFor } from "../../support/sandbox.ts";

const header = "kind,order,amount,currency,reason,comment,ticket,id\n";

/** Files that read as something else than was meant, or that the journal would keep as something else. */
const misread: readonly (readonly [what: string, text: string, line: number, words: string])[] = [
  [
    "a quote that holds the rows below it",
    `${header}partial,73152871,5.00,USD,Other,"Sorry\npartial,73152878,5.00,EUR,Other,,,\npartial,73152880,5.00,USD,Other,Monitor 24",,\n`,
    ...([2, "the quote opened here"] as const),
  ],
  [
    "an amount split by a comma",
    "kind,order,currency,reason,amount,id\npartial,73152871,USD,Other,10,50\n",
    ...([2, "10.00"] as const),
  ],
  [
    "an amount that is there twice",
    '{"kind":"partial","order":"73152871","amount":"5.00","amount":"15.00","currency":"USD","reason":"Other"}\n',
    ...([1, 'The key "amount" appears twice'] as const),
  ],
  [
    "an order that is there twice",
    '{"kind":"total","order":"73152871","order":"73152884","reason":"Other"}\n',
    ...([1, 'The key "order" appears twice'] as const),
  ],
  ...(
    [
      [
        "NUL in a comment",
        "a\u0000b",
        "",
        "",
        "the comment contains the control character U+0000 at position 2",
      ],
      [
        "escape in a comment",
        "a\u001b[31mb",
        "",
        "",
        "the comment contains the control character U+001B at position 2",
      ],
      [
        "C1 in a comment",
        "a\u009bb",
        "",
        "",
        "the comment contains the control character U+009B at position 2",
      ],
      [
        "a lost letter in a comment",
        "R\ufffdck",
        "",
        "",
        "the comment contains a character at position 2 that is not valid UTF-8; export the file again as UTF-8",
      ],
      [
        "tab in a ticket",
        "",
        "T\t1",
        "",
        "the ticket contains the control character U+0009 at position 2",
      ],
      ["NUL in an id", "", "", "a\u0000b", "id contains the control character U+0000"],
      ["a lost letter in an id", "", "", "\ufffd", "id contains U+FFFD"],
    ] as const
  ).flatMap(([what, comment, ticket, id, words]) => [
    [
      `${what}, in CSV`,
      `${header}total,73152871,,,Other,"${comment}","${ticket}","${id}"\n`,
      2,
      words,
    ] as const,
    [
      `${what}, in NDJSON`,
      `${JSON.stringify({ kind: "total", order: "73152871", reason: "Other", comment, ticket, id })}\n`,
      1,
      words,
    ] as const,
  ]),
  [
    "half a character in an id",
    '{"kind":"total","order":"73152871","reason":"Other","id":"\\ud83d"}\n',
    ...([1, "id contains half a character"] as const),
  ],
  [
    "a line break in a reason",
    `${header}total,73152871,,,"Oth\ner",,,\n`,
    ...([2, "the reason contains the control character U+000A at position 4"] as const),
  ],
];

test.each(misread)("%s is a bad row, and nothing is sent", async (_what, text, line, words) => {
  const { machine, sandbox } = await shopFor();
  const ended = await machine.run("batch", fileOf(machine, text), "--yes");
  expect(rowsOf(ended)).toMatchObject([
    { line, outcome: "failed", error: { code: "row-invalid" } },
  ]);
  expect(ended.err).toContain(`Line ${line}: `);
  expect(ended.err).toContain(words);
  expect(ended.code).toBe(2);
  expect(sandbox.requests()).toEqual([]);
});

describe("a comment of several lines", () => {
  test.each(["\n", "\r\n", "\r"])("is read whole with %j at the ends of lines", async (end) => {
    const { machine, sandbox } = await shopFor({ settleAfterMs: 0 });
    const lines = [
      "kind,order,amount,currency,reason,comment",
      'partial,73152871,5.00,USD,Other,"Dear customer,',
      "sorry.",
      '\tBye"',
      "partial,73152878,5.00,EUR,Other,",
      "",
    ];
    const ended = await machine.run("batch", fileOf(machine, lines.join(end)), "--yes");
    expect(rowsOf(ended)).toMatchObject([
      { line: 2, outcome: "accepted" },
      { line: 5, outcome: "accepted" },
    ]);
    const comments = sandbox
      .requests()
      .filter(({ method }) => method === "issueRefund")
      .map(({ body }) => (JSON.parse(body) as { readonly params: readonly unknown[] }).params);
    expect(comments.map((params) => params[4]).sort()).toEqual([
      "",
      "Dear customer,\nsorry.\n\tBye",
    ]);
  });
});
