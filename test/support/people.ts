import { Access } from "@hub/core/access";
import type { Actor, Ctx } from "@hub/core/ctx";
import { operator } from "@hub/core/ctx";
import type { Role } from "@hub/core/rights";
import { vaultOf } from "@hub/server/vault";
import { firm } from "./rows.ts";

/** Askers of every role, as the doors would make them. */

export const vault = vaultOf(new Uint8Array(32).fill(7));

/** Divisions of the world's firms lie in Gaoping (140581); Yangcheng (140522) is another county of the same city. */
export const own = "140581";
export const other = "140522";

const base: Omit<Actor, "role"> = { id: "psn_0123456789abcdef01234567", agency: null, divisions: [own], enterprises: {} };

/** Somebody in a role: of the division of the world's records, or another's; of the world's firm, or another. */
export function asked(role: Role, { division = own, enterprise = firm.uscc }: { readonly division?: string; readonly enterprise?: string } = {}): Actor {
  if (role === "operator") return operator;
  if (role === "public") return { ...base, id: "public", role, divisions: [] };
  const of = { ...base, role, divisions: [role === "auditor" ? "000000" : division] };
  if (role === "enterprise") return { ...of, enterprises: { [enterprise]: "all" } };
  return role === "partner" ? { ...of, id: "key:7f3k9c2a.x2y3z4w5", agency: "7f3k9c2a", purposes: ["bidding"] } : of;
}

/** A partner agency with a key, entered by the operator. */
export async function withKey(ctx: Ctx, options: Partial<Parameters<typeof Access.issueKey>[1]> = {}) {
  const given = { ...ctx, actor: operator, vault };
  const agency = await Access.addAgency(given, {
    name: "示例招标平台",
    kind: "partner",
    divisions: [own],
    purposes: [{ code: "bidding", text: "招标投标资格审查" }],
  });
  const { key, secret } = await Access.issueKey(given, { label: "示例", ...options, agency: agency.id });
  return { agency, key, secret };
}
