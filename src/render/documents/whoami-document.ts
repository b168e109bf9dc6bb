import * as z from "zod/mini";
import { apiName } from "./fields.ts";

const source = z.enum(["flag", "environment", "file", "keychain", "sandbox", "default"]);

export const whoAmIDocument = z.strictObject({
  schema: z.literal("refund.whoami/1"),
  sandbox: z.boolean(),
  profile: z.nullable(z.string()),
  settingsFile: z.nullable(z.string()),
  accounts: z.array(
    z.strictObject({
      api: apiName,
      realm: z.string(),
      url: z.string(),
      account: z.nullable(z.string()),
      hasSecret: z.boolean(),
      source: z.nullable(source),
    }),
  ),
  settings: z.array(z.strictObject({ setting: z.string(), value: z.nullable(z.string()), source })),
});

export type WhoAmIDocument = z.infer<typeof whoAmIDocument>;
