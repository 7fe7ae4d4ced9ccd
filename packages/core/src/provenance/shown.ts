import type { Ctx } from "../ctx.ts";
import { type Owned, scopeOf } from "../operation.ts";
import { noteSeen, requirePurpose } from "../trail.ts";
import type { Entered, Info, Sighting } from "./provenance.ts";

/** The action whose right it takes to see what of a record's provenance is not published. */
export const detailAction = "provenance:read";

/** Whose a record is of which the provenance is shown. */
type Subject = Owned & { readonly enterprise: string };

/** Where a record comes from, whether it stood in a file or was entered here. */
type Known = Entered & Partial<Info>;

/**
 * The provenance of a record as an asker may see it. The source and its days are published; files and rows, raw values and who
 * wrote the version are not: they are handed out, and that is noted, when they are asked for. What is null though the record has
 * it lies beyond the asker's right.
 */
export class Shown {
  readonly source: Info["source"];
  readonly reportedOn: string | null;
  readonly changedAt: string;
  readonly #ctx: Ctx;
  readonly #info: Known;
  readonly #of: () => Subject;
  /** Not yet asked for while it is undefined. */
  #seen: Known | null | undefined;

  constructor(ctx: Ctx, info: Known, of: () => Subject) {
    this.source = info.source;
    this.reportedOn = info.reportedOn;
    this.changedAt = info.changedAt;
    this.#ctx = ctx;
    this.#info = info;
    this.#of = of;
  }

  /** Throws PURPOSE_REQUIRED. */
  #detail(): Known | null {
    if (this.#seen === undefined) this.#seen = this.#seenNow();
    return this.#seen;
  }

  #seenNow(): Known | null {
    const of = this.#of();
    if (!scopeOf(this.#ctx.actor, detailAction)?.covers(of)) return null;
    requirePurpose(this.#ctx);
    noteSeen(this.#ctx, detailAction, of.enterprise);
    return this.#info;
  }

  get confirmedOn(): string | null {
    return this.#detail()?.confirmedOn ?? null;
  }

  get firstSeen(): Sighting | null {
    return this.#detail()?.firstSeen ?? null;
  }

  get lastSeen(): Sighting | null {
    return this.#detail()?.lastSeen ?? null;
  }

  get revision(): number | null {
    return this.#detail()?.revision ?? null;
  }

  get originals(): Info["originals"] | null {
    return this.#detail()?.originals ?? null;
  }

  get recordedAt(): string | null {
    return this.#detail()?.recorded.at ?? null;
  }

  get recordedBy(): string | null {
    return this.#detail()?.recorded.by ?? null;
  }

  get reason(): string | null {
    return this.#detail()?.recorded.reason ?? null;
  }
}
