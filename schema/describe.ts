import type * as z from "zod";

/** The prose of a field lives on its zod shape; an empty one is a bug. */
export function describe<S extends z.ZodObject>(shape: S, field: keyof S["shape"] & string): { readonly description: string } {
  const text = shape.shape[field]?.description;
  if (!text) throw new TypeError(`No description on ${field}`);
  return { description: text };
}
