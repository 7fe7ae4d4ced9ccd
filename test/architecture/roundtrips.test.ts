import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { concepts } from "@hub/core/registry";
import { schema } from "@hub/schema/whole";
import type * as GraphQL from "graphql";
import { describe, expect, it } from "vitest";
import { declared } from "../support/roundtrips/declared.ts";
import { outside } from "../support/roundtrips/outside.ts";
import { documented } from "../support/roundtrips/queries.ts";

const { getNamedType, isObjectType, parse, TypeInfo, visit, visitWithTypeInfo } = createRequire(import.meta.url)("graphql") as typeof GraphQL;

/** Fields and types that the documented queries touch: "Type.field", with the arguments used of lists, and "node: Type". */
function touched(): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { query } of documented) {
    const types = new TypeInfo(schema);
    const visitor: GraphQL.ASTVisitor = {
      Field(field) {
        found.add(`${types.getParentType()?.name}.${field.name.value}`);
        for (const argument of field.arguments ?? []) found.add(`${types.getParentType()?.name}.${field.name.value}(${argument.name.value})`);
      },
      InlineFragment({ typeCondition }) {
        found.add(`node: ${typeCondition?.name.value}`);
      },
    };
    visit(parse(query), visitWithTypeInfo(types, visitor));
  }
  return found;
}

describe("the documented queries", () => {
  it("stand for every access pattern of the registry that is not marked as outside the API, and for no other", () => {
    const measured = documented.flatMap(({ pattern }) => (pattern === null ? [] : [pattern]));
    expect([...new Set([...measured, ...Object.keys(outside)])].sort()).toEqual([...declared.keys()].sort());
    expect(measured.filter((pattern) => pattern in outside)).toEqual([]);
  });

  it("touch every query of the schema, every kind of node, and the next page of every list", () => {
    const found = touched();
    const needed: string[] = Object.keys(schema.getQueryType()?.getFields() ?? {}).map((name) => `Query.${name}`);
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      if (type.getInterfaces().some(({ name }) => name === "Node")) needed.push(`node: ${type.name}`);
      for (const field of Object.values(type.getFields())) {
        if (getNamedType(field.type).name.endsWith("Connection")) needed.push(`${type.name}.${field.name}(after)`);
      }
    }
    expect(needed.length).toBeGreaterThan(15);
    expect(needed.filter((name) => !found.has(name))).toEqual([]);
  });

  it("have names of their own", () => {
    expect(new Set(documented.map(({ name }) => name)).size).toBe(documented.length);
  });
});

it("what is marked as outside the API names an operation and a command that there are", () => {
  const operations = Object.entries(concepts).flatMap(([concept, members]) => Object.keys(members).map((name) => `${concept}.${name}`));
  const wrong = Object.entries(outside).filter(
    ([, { operation, command }]) => !operations.includes(operation) || !existsSync(new URL(`../../packages/hub/src/commands/${command}.ts`, import.meta.url)),
  );
  expect(wrong).toEqual([]);
});
