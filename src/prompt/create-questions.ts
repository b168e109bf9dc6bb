import type { Context } from "../context.ts";
import { isPlain } from "../render/screen.ts";
import { drawnQuestions } from "./drawn.ts";
import { plainQuestions } from "./plain.ts";
import type { Asking, Questions } from "./questions.ts";

/** Questions that redraw themselves at each key, or plain lines if nothing may be redrawn. */
export function createQuestions(context: Context, asking: Asking): Questions {
  const drawn = drawnQuestions(context, asking);
  // Only a terminal's raw mode hides what is typed, so every kind of prompt asks for a secret the same way.
  return isPlain(context.env) ? plainQuestions(context, asking, drawn.secret) : drawn;
}
