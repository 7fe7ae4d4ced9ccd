export * from "./admit.ts";
export * from "./allowances.ts";
export * from "./door.ts";
export * from "./issuers.ts";
