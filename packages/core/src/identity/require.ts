import { HubError } from "../error.ts";
import { checkUscc, explainUscc } from "./uscc.ts";

/** A unified code in its normal form. Throws USCC_INVALID with the fault and, where certain, the correction; `path` is where in an input it stood. */
export function requireUscc(raw: string, path?: string): string {
  const check = checkUscc(raw);
  if (check.ok) return check.normalised;
  const { faults, suggestion } = check;
  throw new HubError("USCC_INVALID", `${raw}: ${explainUscc(check)}`, { uscc: raw, faults, suggestion, ...(path !== undefined && { path }) });
}
