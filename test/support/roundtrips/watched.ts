import type { AccessPattern } from "@hub/core/entity";
import type { ItemStore } from "@hub/core/ports";

/** One call to a store. */
interface Call {
  /** The method, and of a getMany how many keys: "getMany of 2". */
  readonly name: string;
  /** How many calls had to be waited for, one after another, before this one began; 1 for the first. */
  readonly depth: number;
}

export interface Watched {
  readonly store: ItemStore;
  /** The calls since the last time it was asked, in their order. */
  readonly calls: () => readonly Call[];
}

/** A store that writes down which calls waited for which: a call that begins when another has ended may depend on it. */
export function watched(store: ItemStore): Watched {
  let calls: Call[] = [];
  let ended = 0;
  const proxy = new Proxy(store, {
    get(target, method, receiver) {
      const real: unknown = Reflect.get(target, method, receiver);
      if (typeof real !== "function") return real;
      return async (...given: readonly unknown[]) => {
        const depth = ended + 1;
        calls.push({ name: Array.isArray(given[0]) && method === "getMany" ? `getMany of ${given[0].length}` : String(method), depth });
        try {
          return (await real.apply(target, given)) as unknown;
        } finally {
          ended = Math.max(ended, depth);
        }
      };
    },
  });
  return {
    store: proxy,
    calls: () => {
      const past = calls;
      calls = [];
      ended = 0;
      return past;
    },
  };
}

/** Calls by steps: those of a step went out at once, the names in alphabetical order. */
export function stepsOf(calls: readonly Call[]): readonly (readonly string[])[] {
  const depth = Math.max(0, ...calls.map((call) => call.depth));
  return Array.from({ length: depth }, (_, at) =>
    calls
      .filter((call) => call.depth === at + 1)
      .map(({ name }) => name)
      .sort(),
  );
}

/** The steps that an access pattern declares, in the same words. */
export function declaredSteps({ steps }: Pick<AccessPattern, "steps">): readonly (readonly string[])[] {
  const nameOf = ({ call, reads }: AccessPattern["steps"][number][number]) =>
    call === "getMany" ? `getMany of ${Object.values(reads).reduce((sum, count) => sum + count, 0)}` : call;
  return steps.map((step) => step.flatMap((each) => Array<string>(each.times ?? 1).fill(nameOf(each))).sort());
}
