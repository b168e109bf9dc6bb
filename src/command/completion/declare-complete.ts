import { type Declare, nothingMore } from "../../program/host.ts";
import { commandNames } from "../../program/outlines.ts";
import { helpBehind } from "../help/declare.ts";

/** `complete`, which the scripts call at the Tab key. */
export const declareComplete: Declare = (command, { context, done, declare, treeOf }) => {
  command.action(async (words: readonly string[]) => {
    const { default: tab } = await import("@bomb.sh/tab/commander");
    const { offerValues } = await import("./complete.ts");
    // The library adds the two commands for completion itself, and changes those that it is given.
    const fresh = treeOf(commandNames.filter((name) => !["completion", "complete"].includes(name)));
    for (const offered of fresh.commands) {
      await declare(offered);
      // One line each: a description of several lines would be read as several values.
      for (const each of [offered, ...offered.commands]) each.description(each.summary());
    }
    const root = tab(fresh, { completionCommandName: "completion" });
    await offerValues(root, words, context);
    const topic = root.commands.get("help")?.arguments.get("what");
    if (topic !== undefined) {
      topic.handler = (complete) => {
        for (const name of helpBehind(fresh, words.slice(1, -1))) complete(name, "");
      };
    }
    root.parse([...words]);
    done(nothingMore);
  });
};
