import * as z from "zod/mini";
import { word } from "./fields.ts";

export const doctorDocument = z.strictObject({
  schema: z.literal("refund.doctor/1"),
  healthy: z.boolean(),
  checks: z.array(
    z.strictObject({
      check: word,
      status: z.enum(["ok", "warning", "wrong"]),
      message: z.string(),
      advice: z.nullable(z.string()),
    }),
  ),
});

export type DoctorDocument = z.infer<typeof doctorDocument>;
