import { settings } from "./settings.ts";

/** The stage that holds true data: nothing of it is deleted by removing the stack. Every other one can go without a trace. */
export const isProduction = $app.stage === "production";

/** Lambda in China's regions lacks some features (see the README); these are the regions of the partition aws-cn. */
export const isChina = settings.HUB_REGION.startsWith("cn-");

/** A name that tells whose resource it is where names are not made by SST. */
export function named(name: string): string {
  return `${$app.name}-${$app.stage}-${name}`;
}
