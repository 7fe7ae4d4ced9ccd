export * as Self from "./index.ts";
export * from "./self.ts";
