import { ConfigurationError } from "../../failure.ts";
import type { Choice } from "../../prompt/questions.ts";
import { WentBack } from "../../prompt/went-back.ts";
import { renderProse } from "../../render/prose.ts";
import { safe, visible } from "../../safe-text.ts";
import { login } from "../account/login.ts";
import { credentialWords, findCredentials } from "../credentials.ts";
import type { Run } from "../run.ts";

/** How to go on without credentials: ask for them, or have none asked; in the stand-in; not at all. */
export type Way = "go-on" | "stand-in" | "leave";

/** An order of the stand-in's shop that shows most: several lines, some of several pieces. */
const sampleOrder = "73152871";

/** Where nobody has given this program an account yet, what to do about it. */
export async function firstContact(run: Run): Promise<Way> {
  const { talk } = run;
  const { secret, keychain } = await findCredentials("rpc6", run);
  if (secret !== null) return "go-on";
  const lacks = safe`There are no credentials for 2Checkout yet. ${credentialWords.rpc6.where}`;
  talk.show(safe`${renderProse(lacks, talk.screen)}`);
  const hasKeychain = keychain?.tag !== "unavailable";
  if (!hasKeychain) {
    const why = safe`The system keychain cannot be used: ${keychain.why}. To keep them, ${credentialWords.rpc6.instead} (chmod 600).`;
    talk.show(renderProse(why, talk.screen));
  }
  const ask = await run.questions();
  const keeping: Choice<Way | "login"> = hasKeychain
    ? { name: safe`Log in: the system keychain keeps them`, value: "login" }
    : { name: safe`Type them in, for this one refund`, value: "go-on" };
  for (;;) {
    const way = await ask.choice<Way | "login">(safe`What now?`, [
      keeping,
      { name: safe`Try it in the stand-in, without real money`, value: "stand-in" },
      { name: safe`Leave`, value: "leave" },
    ]);
    if (way === "stand-in") {
      talk.show(safe`A sample order to type: ${sampleOrder}. All of them: refund sandbox orders`);
    }
    if (way !== "login") return way;
    if (await isLoggedIn(run)) return "go-on";
  }
}

/** Whether 2Checkout took the credentials and the keychain keeps them; says why not. */
async function isLoggedIn(run: Run): Promise<boolean> {
  const { talk, questions } = run;
  const withBack = async () => (await questions()).withBack();
  const tell = (message: string) => {
    const label = talk.screen.paint.red("Error:");
    talk.show(renderProse(safe`${label} ${visible(message)}`, talk.screen));
  };
  try {
    const reading = await login({ api: "rpc6", fromStdin: false }, { ...run, questions: withBack });
    if (reading.tag === "failed") {
      tell(reading.failure.problem.message);
      return false;
    }
    const { name, host } = reading.value;
    talk.show(safe`Saved ${name} at ${host} in the keychain.`);
    return true;
  } catch (error) {
    if (error instanceof WentBack) (await questions()).takeBack();
    else if (error instanceof ConfigurationError) tell(error.message);
    else throw error;
    return false;
  }
}
