import type { InputFieldMap, InputRef, InputTypeParam } from "@pothos/core";
import * as z from "zod";
import { builder } from "./builder.ts";

type Types = (typeof builder)["$inferSchemaTypes"];
type Enum = InputRef<unknown>;

/** Enumerations of the schema by the words that core has for their values. */
const enums = new Map<string, Enum>();
/** Inputs that were made of shapes with a name of their own. */
const inputs = new Map<z.ZodType, InputRef<unknown>>();

/** Lets inputs that are made of shapes use an enumeration. */
export function useEnum<V extends string>(values: readonly V[], ref: unknown): void {
  enums.set(wordsOf(values), ref as Enum);
}

function wordsOf(values: readonly string[]): string {
  return [...values].sort().join("|");
}

/** The input of a change, made of the shape that core checks it with: names, prose and what may be left out come from there. */
export function inputOf(name: string, description: string, shape: z.ZodObject): InputRef<unknown> {
  return builder.inputType(name, { description, fields: (t) => fieldsOf(t as never, name, shape) as InputFieldMap }) as InputRef<unknown>;
}

interface FieldBuilder {
  readonly field: (options: { readonly type: InputTypeParam<Types>; readonly required: boolean; readonly description: string }) => unknown;
}

function fieldsOf(t: FieldBuilder, name: string, shape: z.ZodObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape.shape as Record<string, z.ZodType>).map(([field, type]) => {
      const place = `${name}.${field}`;
      const description = proseOf(type);
      if (description === undefined) throw new TypeError(`No description on ${place}`);
      const required = !(type.safeParse(undefined).success || type.safeParse(null).success);
      return [field, t.field({ type: typeOf(bare(type), place) as InputTypeParam<Types>, required, description })];
    }),
  );
}

/** The description nearest to the field. */
function proseOf(type: z.ZodType): string | undefined {
  if (type.description !== undefined) return type.description;
  return isWrapped(type) ? proseOf(type.unwrap() as z.ZodType) : undefined;
}

type Wrapped = z.ZodOptional | z.ZodNullable | z.ZodDefault;

function isWrapped(type: z.ZodType): type is Wrapped {
  return type instanceof z.ZodOptional || type instanceof z.ZodNullable || type instanceof z.ZodDefault;
}

function bare(type: z.ZodType): z.ZodType {
  return isWrapped(type) ? bare(type.unwrap() as z.ZodType) : type;
}

function typeOf(type: z.ZodType, place: string): unknown {
  if (type instanceof z.ZodEnum) {
    const known = enums.get(wordsOf(type.options as string[]));
    if (!known) throw new TypeError(`${place}: no enumeration of the schema has these words`);
    return known;
  }
  if (type instanceof z.ZodArray) return [typeOf(bare(type.element as z.ZodType), place)];
  if (type instanceof z.ZodObject) return namedInput(type, place);
  if (type instanceof z.ZodBoolean) return "Boolean";
  if (type instanceof z.ZodNumber) return type.meta()?.["scalar"] ?? "Int";
  // Checks of texts go by core; the API's own types of days and instants stand for theirs.
  if (type instanceof z.ZodString || type instanceof z.ZodStringFormat || type instanceof z.ZodUnion) return "String";
  throw new TypeError(`${place}: an input of the API cannot be made of ${type.type}`);
}

/** An input within an input bears the name that its shape has (`meta({ id })`). */
function namedInput(shape: z.ZodObject, place: string): InputRef<unknown> {
  const known = inputs.get(shape);
  if (known) return known;
  const { id, description } = shape.meta() ?? {};
  if (typeof id !== "string" || description === undefined) throw new TypeError(`${place}: its shape has no name and prose`);
  const made = inputOf(`${id}Input`, description, shape);
  inputs.set(shape, made);
  return made;
}
