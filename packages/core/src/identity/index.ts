export * as Identity from "./index.ts";
export * from "./document-number.ts";
export * from "./identifier.ts";
export * from "./name.ts";
export * from "./operations.ts";
export * from "./organisation-code.ts";
export * from "./resident-id.ts";
export * from "./uscc.ts";
