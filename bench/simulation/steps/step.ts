import type { Ran, World } from "../world.ts";
import type { Invariant } from "../violation.ts";

/** What somebody does, or what befalls them. Plain data, so that a sequence of them can be shrunk. */
export interface Step {
  readonly name: string;
  /** The command lines that it came to. Throws a Violation only for what this step alone can see. */
  readonly perform: (world: World, violate: Violate) => Promise<readonly Ran[]>;
}

/** Reports what must never be. */
export type Violate = (invariant: Invariant, what: string) => void;
