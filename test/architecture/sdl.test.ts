import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { codes } from "@hub/core/error";
import { Intake } from "@hub/core/intake";
import { schema } from "@hub/schema/whole";
import type * as GraphQL from "graphql";
import { describe, expect, it } from "vitest";

const {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
  printSchema,
  validate,
} = createRequire(import.meta.url)("graphql") as typeof GraphQL;

const printed = readFileSync(new URL("../../schema/schema.graphql", import.meta.url), "utf8");

/** Everything in the schema that has no prose. */
function undescribed(): string[] {
  const missing: string[] = [];
  const need = (name: string, of: { readonly description?: string | null | undefined }) => {
    if (!of.description?.trim()) missing.push(name);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith("__") || isSpecifiedScalarType(type)) continue;
    need(type.name, type);
    if (isEnumType(type)) for (const value of type.getValues()) need(`${type.name}.${value.name}`, value);
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      need(`${type.name}.${field.name}`, field);
      if ("args" in field) for (const arg of field.args) need(`${type.name}.${field.name}(${arg.name})`, arg);
    }
  }
  return missing;
}

describe("the printed schema", () => {
  it("is fresh: npm run schema prints it anew", () => {
    expect(printed).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
  });

  it("stands alone", () => {
    expect(() => buildSchema(printed)).not.toThrow();
  });

  it("has prose on every type, field, argument and value", () => {
    expect(undescribed()).toEqual([]);
  });

  it("never offers a personal document number", () => {
    expect(/idNumber|identityCard|residentId|passport|身份证|证件号码/i.test(printed)).toBe(false);
  });
});

describe("the README", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

  it("has queries that the schema answers", () => {
    const queries = [...readme.matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text]) => text ?? "");
    expect(queries.length).toBeGreaterThan(2);
    expect(queries.flatMap((query) => validate(schema, parse(query)).map(({ message }) => message))).toEqual([]);
  });

  it("lists every error code and every row issue with what to do", () => {
    const rows = [
      ...Object.entries(codes).map(([code, advice]) => `| \`${code}\` | ${advice} |`),
      ...Object.entries(Intake.issueCodes).map(
        ([code, { check, severity, fix }]) => `| \`${code}\` | ${check} | ${severity === "error" ? "rejected" : "taken"} | ${fix} |`,
      ),
    ];
    // The formatter pads cells to the width of their column.
    const unpadded = readme.replaceAll(/ +\|/g, " |");
    expect(rows.filter((row) => !unpadded.includes(row))).toEqual([]);
  });
});
