import type { Edit } from "../../support/synth.ts";
import type { Stack } from "../stack.ts";

/** What the stacks promise, and for each promise the edits of the sources that break it. */
export interface Promised {
  readonly says: string;
  /** Throws where the promise is not kept. */
  readonly kept: (stack: Stack) => void;
  /** Each alone must be noticed. */
  readonly broken: readonly Edit[];
  /** The stage whose promise it is; both unless told. */
  readonly stage?: "production" | "dev";
  /** The kind of region whose promise it is; both unless told, and broken in China. */
  readonly where?: "china" | "elsewhere";
}

/** An edit of a file of the stacks. */
export function edit(file: string, from: string | RegExp, to: string): Edit {
  return { file: `stacks/${file}.ts`, from, to };
}
