import { Intake } from "@hub/core/intake";
import { firmOf } from "./firm.ts";
import { registerCells } from "./register.ts";
import { type County, soundPenalty } from "./row.ts";
import type { Cells } from "./subject.ts";

/** Tables of any length without a fault, for measuring. Rows are made as they are asked for. */
export interface SoundTable {
  readonly header: readonly string[];
  /** As the writers of files take them; may be walked once or again. */
  readonly rows: Iterable<readonly string[]>;
}

function table(kind: Intake.FileKind, count: number, cellsOf: (number: number) => Cells): SoundTable {
  const columns = Intake.columnsOf(kind);
  return {
    header: columns.map(({ header }) => header),
    rows: {
      *[Symbol.iterator]() {
        for (let number = 0; number < count; number += 1) {
          const cells = cellsOf(number);
          yield columns.map(({ code }) => cells[code] ?? "");
        }
      },
    },
  };
}

/** The register of a county, every firm with its old number. */
export function registerRows({ enterprises, seed }: County): SoundTable {
  return table("register", enterprises, (number) => registerCells(firmOf(seed, number)));
}

/** Exactly `rows` decisions with numbers of their own on the firms of that register. */
export function penaltyRows({ enterprises, rows, seed }: County & { readonly rows: number }): SoundTable {
  return table("penalty", rows, (number) => soundPenalty({ enterprises, seed }, number));
}
