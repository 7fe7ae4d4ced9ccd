import { contractOf } from "./index.ts";

/** The hub's GraphQL schema, whole. Each role knows its contract of it alone. */
export const schema = await contractOf("operator");
