export * from "./enterprise.ts";
export * from "./identifier.ts";
export * as Enterprise from "./index.ts";
export * from "./operations.ts";
export * from "./profile.ts";
