import { Intake } from "@hub/core/intake";

/** Rows by the standard's codes, sound unless a test changes something. */
export type Cells = Readonly<Record<string, string>>;

export const firm = { uscc: "91140581MA0DEMX13N", name: "高平市示例铸造有限公司", registrationNumber: "140581000000017" } as const;
export const builder = { uscc: "91140581MA0EXAMP11", name: "高平市示例建筑工程有限公司" } as const;
export const authority = { uscc: "11140500MB0EXAMP5D", name: "示例市生态环境局" } as const;

export const penaltyCells: Cells = {
  CF_XDR_MC: builder.name,
  CF_XDR_LB: "法人及非法人组织",
  CF_XDR_SHXYM: builder.uscc,
  CF_FRDB: "示例",
  CF_WSH: "高环罚〔2025〕17号",
  CF_WFXW: "施工工地扬尘污染防治措施不到位",
  CF_SY: "幼儿园工地裸露土方未覆盖。",
  CF_YJ: "《中华人民共和国大气污染防治法》第一百一十五条",
  CF_CFLB: "罚款",
  CF_NR: "罚款人民币壹万元整",
  CF_NR_FK: "1.000000",
  CF_JDRQ: "2025/04/10",
  CF_YXQ: "2099/12/31",
  CF_GSJZQ: "2026/04/10",
  CF_CFJG: authority.name,
  CF_CFJGDM: authority.uscc,
  CF_SJLY: authority.name,
  CF_SJLYDM: authority.uscc,
  HUB_BSRQ: "2025/04/15",
};

export const licenceCells: Cells = {
  XK_XDR_MC: firm.name,
  XK_XDR_LB: "法人及非法人组织",
  XK_XDR_SHXYM: firm.uscc,
  XK_FRDB: "示例",
  XK_XKWS: "关于示例铸造项目环境影响报告表的批复",
  XK_WSH: "高环审〔2024〕8号",
  XK_XKLB: "普通",
  XK_NR: "同意项目按照报告表所列性质、规模、地点建设。",
  XK_JDRQ: "2024/03/18",
  XK_YXQZ: "2024/03/18",
  XK_YXQZI: "2099/12/31",
  XK_XKJG: authority.name,
  XK_XKJGDM: authority.uscc,
  XK_ZT: "1",
  XK_LYDW: authority.name,
  XK_LYDWDM: authority.uscc,
};

export const registerCells: Cells = {
  USCC: firm.uscc,
  NAME: firm.name,
  FORMER_NAMES: "高平县示例铸造厂",
  TYPE: "有限责任公司",
  STATUS: "存续",
  DIVISION: "140581",
  INDUSTRY: "C3391",
  ADDRESS: "山西省晋城市高平市示例路1号",
  LEGAL_REPRESENTATIVE: "示例",
  ESTABLISHED: "2009年6月18日",
};

const bases: Readonly<Record<Intake.FileKind, Cells>> = { register: registerCells, licence: licenceCells, penalty: penaltyCells };

/** A table of sound rows of a kind, each with some cells changed; its columns are those that any row fills. */
export function tableOf(
  kind: Intake.FileKind,
  changes: readonly Cells[],
): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const rows = changes.map((change) => ({ ...bases[kind], ...change }));
  const columns = Intake.columnsOf(kind).filter(({ code }) => rows.some((row) => code in row));
  return { header: columns.map(({ header }) => header), rows: rows.map((row) => columns.map(({ code }) => (row as Cells)[code] ?? "")) };
}

export interface Table {
  readonly header: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

/** Rows as an opened file has them. */
export function fileOf(name: string, { header, rows }: Table): Intake.OpenFile {
  return {
    name,
    format: "csv",
    encoding: "utf-8",
    sheet: null,
    header,
    sha256: Buffer.from(name).toString("hex").padEnd(64, "0"),
    bytes: 1,
    async *rows() {
      yield [...rows].map((cells, at) => ({ number: at + 2, cells }));
    },
  };
}
