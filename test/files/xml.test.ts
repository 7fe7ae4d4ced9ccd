import { describe, expect, it } from "vitest";
import { fileOf, read, refusal } from "./support/read.ts";

const message = (...records: readonly string[]) => `<?xml version="1.0"?>\n<ExchangeMessage><Body>${records.join("\n")}</Body></ExchangeMessage>`;
const fields = (inner: string) => `<fields>${inner}</fields>`;
const seen = { format: "xml", encoding: "utf-8", sheet: null };

describe("a message", () => {
  it("is read by the local names of its fields, in any case, in the order in which they first stand", async () => {
    const text = `\ufeff<?xml version="1.0" encoding="UTF-8"?>
      <!-- 说明 --><e:ExchangeMessage xmlns:e="urn:e" xmlns:f="urn:f"><e:Head><e:A>头</e:A></e:Head><e:Body>
      <f:fields><f:cf_wsh>一</f:cf_wsh><f:CF_NR x="1"/></f:fields><FIELDS><CF_YJ>三</CF_YJ><CF_WSH>二</CF_WSH></FIELDS></e:Body></e:ExchangeMessage>`;
    expect(await read(fileOf(text))).toEqual({
      ...seen,
      header: ["CF_WSH", "CF_NR", "CF_YJ"],
      rows: [
        [1, "一", "", ""],
        [2, "二", "", "三"],
      ],
    });
  });

  it("has texts with entities and CDATA, trimmed at both ends", async () => {
    const inner = "<A> &lt;甲&gt; &amp;&#20057;&#x4E19;&quot;<![CDATA[<丁&amp;>]]><!-- 不 -->戊\r\n己&#13; 庚\n</A>";
    expect(await read(fileOf(message(fields(inner))))).toEqual({ ...seen, header: ["A"], rows: [[1, '<甲> &乙丙"<丁&amp;>戊\n己\r 庚']] });
  });

  it("leaves out records with nothing in them but counts them", async () => {
    expect((await read(fileOf(message("<fields/>", fields("<A> </A>"), fields("<A>一</A>"))))).rows).toEqual([[3, "一"]]);
  });

  it("has faulty records named, and the others stand", async () => {
    const broken = Buffer.from(
      message(fields("<A>一</A><B>坏</B>"), fields("<A>二</A><A>三</A>"), fields(`<B>${"长".repeat(100_001)}</B>`), fields("<A>四</A>")),
    );
    broken[broken.indexOf("坏") + 2] = 0x20;
    expect((await read(fileOf(broken))).rows).toEqual([
      [1, "一", "\ufffd"],
      [2, "COLUMN_COUNT", "The field A stands twice in the record"],
      [3, "TOO_LONG", "The field B is longer than 100000 characters"],
      [4, "四", ""],
    ]);
  });

  it("may have a field of the greatest length", async () => {
    const text = "长".repeat(100_000);
    expect((await read(fileOf(message(fields(`<A>${text}</A>`))))).rows).toEqual([[1, text]]);
  });
});

describe("a message is refused as a whole", () => {
  const laughs = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>${message(fields("<A>&b;</A>")).slice(21)}`;
  it.each([
    ["it has entities of its own", laughs, "the XML has a DOCTYPE, which is refused; remove it"],
    ["it uses an entity that nobody knows", message(fields("<A>&b;</A>")), "the XML is not well-formed: 2:37: undefined entity."],
    ["a field has elements", message(fields("<A>一<br/>二</A>")), "the field A holds the element BR; a field holds nothing but text"],
    ["it has no records", message("<record><A>1</A></record>"), "the message holds no fields element; expected ExchangeMessage/Body/fields"],
    ["it is nested without end", "<a>".repeat(101), "the XML is nested deeper than 100 elements"],
    [
      "it has too many fields",
      message(fields(Array.from({ length: 301 }, (_, index) => `<A${index}/>`).join(""))),
      "the records have more than 300 different fields",
    ],
    ["it breaks off", message(fields("<A>一</A>")).slice(0, -10), "the XML is not well-formed: 2:63: unclosed tag: ExchangeMessage"],
    ["a piece of it has no end", `<a x="${"x".repeat(17_000_000)}`, "the XML has a piece longer than 16000000 characters"],
  ])("when %s", async (_, text, why) => {
    expect(await refusal(fileOf(text))).toBe(why);
  });

  it("when it is not well-formed far behind, before a row is given out", async () => {
    const records = Array.from({ length: 2_000 }, (_, index) => fields(`<A>${index}</A>`));
    records[1_500] = "<fields><A>一</fields>";
    expect(await refusal(fileOf(message(...records)))).toBe("the XML is not well-formed: 1502:21: unexpected close tag.");
  });
});
