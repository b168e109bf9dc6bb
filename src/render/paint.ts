import { Chalk, type ChalkInstance, type ColorSupportLevel } from "chalk";
import { type SafeText, type Showable, visible } from "../safe-text.ts";

/** Colours and weights. They only get into safe text here; other text is escaped first. */
export type Paint = ReturnType<typeof createPaint>;

/** @param level 0 paints nothing */
export function createPaint(level: ColorSupportLevel) {
  const chalk = new Chalk({ level });
  return {
    level,
    dim: brush(chalk.dim),
    bold: brush(chalk.bold),
    red: colour(chalk.red),
    green: colour(chalk.green),
    cyan: colour(chalk.cyan),
    magenta: colour(chalk.magenta),
  };
}

function colour(chalk: ChalkInstance) {
  const inverse = brush(chalk.bold.inverse);
  return Object.assign(brush(chalk), { bold: Object.assign(brush(chalk.bold), { inverse }) });
}

function brush(chalk: ChalkInstance) {
  return (text: Showable): SafeText => visible(text).rearranged((words) => chalk(words));
}
