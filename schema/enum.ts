import { builder } from "./builder.ts";

/** A GraphQL enum from a domain enum; every value must carry its prose, which the compiler checks. */
export function enumFrom<V extends string>(name: string, description: string, prose: Readonly<Record<V, string>>) {
  const values = Object.fromEntries(
    (Object.entries(prose) as [V, string][]).map(([value, text]) => [screaming(value), { value, description: text }]),
  ) as Record<string, { value: V; description: string }>;
  return builder.enumType(name, { description, values });
}

function screaming(value: string): string {
  return value
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(":", "_")
    .toUpperCase();
}
