import { describe, expect, it } from "vitest";
import { serving } from "../support/api.ts";
import { authority, builder, firm } from "../support/rows.ts";
import { world } from "../support/world.ts";

const everything = /* GraphQL */ `
  query Everything($uscc: String!) {
    enterprise(uscc: $uscc) {
      id uscc name isRegistered formerNames type status statusText address legalRepresentative establishedOn registrationNumber organisationCode taxNumber
      division { code name level path { name } }
      industry { code name }
      provenance { source { name uscc } reportedOn firstSeen { fileName fileSha256 row at } lastSeen { row } changedAt revision originals { field column value } }
      penalties {
        totalCount
        nodes {
          id decisionNumber violationType facts legalBasis penaltyTypes penaltyTypesText content suspendedOrRevokedCertificate decidedOn validTo claimedPublicityEndsOn remark
          subject { name type uscc registrationNumber organisationCode taxNumber institutionCertificateNumber socialOrganisationCertificateNumber legalRepresentative }
          fine { fen yuan tenThousandYuan } confiscated { fen }
          authority { name uscc }
          provenance { source { name uscc } reportedOn firstSeen { fileName row } originals { field column value } }
        }
      }
      licences {
        totalCount
        edges { cursor node { id documentNumber documentName category categoryText certificateName certificateNumber content decidedOn validFrom validTo status remark authority { name } provenance { revision } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`;

describe("a profile", () => {
  it("gives all that is known of an enterprise, in one query to the store", async () => {
    const hub = world();
    const register = await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber, FORMER_NAMES: "高平县示例铸造厂" }]);
    await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name, CF_CFLB: "罚款；警告", CF_NR_FK: "1.5" }], { name: "处罚.csv" });
    await hub.take("licence", [{}, { XK_WSH: "9号", XK_JDRQ: "2025/01/02", XK_YXQZ: "2025/01/02", XK_YXQZI: "2030/01/01" }]);
    const api = await serving(hub);
    hub.calls.length = 0;
    const { status, data, errors } = await api.ask(everything, { uscc: ` ${firm.uscc.toLowerCase()} ` });
    // The details of its provenance are noted.
    expect([status, errors, hub.calls]).toEqual([200, [], ["query", "transact"]]);
    const { penalties, licences, provenance, ...facts } = data.enterprise;
    expect(facts).toEqual({
      id: expect.any(String),
      uscc: firm.uscc,
      name: firm.name,
      isRegistered: true,
      formerNames: ["高平县示例铸造厂"],
      type: "有限责任公司",
      status: "ACTIVE",
      statusText: "存续",
      address: "山西省晋城市高平市示例路1号",
      legalRepresentative: "示例",
      establishedOn: "2009-06-18",
      registrationNumber: firm.registrationNumber,
      organisationCode: "MA0DEMX13",
      taxNumber: null,
      division: { code: "140581", name: "高平市", level: "COUNTY", path: [{ name: "山西省" }, { name: "晋城市" }, { name: "高平市" }] },
      industry: { code: "C3391", name: expect.any(String) },
    });
    expect(provenance).toEqual({
      source: { name: null, uscc: null },
      reportedOn: null,
      firstSeen: { fileName: "register.csv", fileSha256: register.sha256, row: 2, at: register.receivedAt },
      lastSeen: { row: 2 },
      changedAt: register.receivedAt,
      revision: 1,
      originals: [
        { field: "formerNames", column: "曾用名", value: "高平县示例铸造厂" },
        { field: "status", column: "登记状态", value: "存续" },
        { field: "establishedOn", column: "成立日期", value: "2009年6月18日" },
      ],
    });
    expect(penalties).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: expect.any(String),
          decisionNumber: "高环罚〔2025〕17号",
          violationType: "施工工地扬尘污染防治措施不到位",
          facts: "幼儿园工地裸露土方未覆盖。",
          legalBasis: "《中华人民共和国大气污染防治法》第一百一十五条",
          penaltyTypes: ["FINE", "WARNING"],
          penaltyTypesText: "罚款；警告",
          content: "罚款人民币壹万元整",
          suspendedOrRevokedCertificate: null,
          decidedOn: "2025-04-10",
          validTo: null,
          claimedPublicityEndsOn: "2026-04-10",
          remark: null,
          subject: {
            name: firm.name,
            type: "ORGANISATION",
            uscc: firm.uscc,
            registrationNumber: null,
            organisationCode: null,
            taxNumber: null,
            institutionCertificateNumber: null,
            socialOrganisationCertificateNumber: null,
            legalRepresentative: "示例",
          },
          fine: { fen: 1_500_000, yuan: "15000.00", tenThousandYuan: "1.500000" },
          confiscated: null,
          authority,
          provenance: {
            source: authority,
            reportedOn: "2025-04-15",
            firstSeen: { fileName: "处罚.csv", row: 2 },
            originals: expect.arrayContaining([
              { field: "fineFen", column: "罚款金额（万元）", value: "1.5" },
              { field: "validTo", column: "处罚有效期", value: "2099/12/31" },
            ]),
          },
        },
      ],
    });
    expect(licences.totalCount).toBe(2);
    expect(
      licences.edges.map(({ node }: { node: Record<string, unknown> }) => [
        node["documentNumber"],
        node["category"],
        node["validFrom"],
        node["validTo"],
        node["status"],
      ]),
    ).toEqual([
      ["9号", "GENERAL", "2025-01-02", "2030-01-01", "VALID"],
      ["高环审〔2024〕8号", "GENERAL", "2024-03-18", null, "VALID"],
    ]);
    expect(licences.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: licences.edges[0].cursor,
      endCursor: licences.edges[1].cursor,
    });
  });

  it("of an unknown enterprise is null", async () => {
    const hub = world();
    const { status, data, errors } = await (await serving(hub)).ask(everything, { uscc: firm.uscc });
    expect([status, data, errors]).toEqual([200, { enterprise: null }, []]);
  });

  it("of a wrong code is a typed error that names the fault and the correction", async () => {
    const { status, data, errors } = await (await serving(world())).ask("query ($uscc: String!) { enterprise(uscc: $uscc) { name } }", {
      uscc: "91140581MA0DEMX13P",
    });
    expect([status, data]).toEqual([200, { enterprise: null }]);
    expect(errors).toEqual([
      {
        message: "91140581MA0DEMX13P: Character 18 is P, but the 17 characters before it have the check N. Did you mean 91140581MA0DEMX13N?",
        locations: [{ line: 1, column: 26 }],
        path: ["enterprise"],
        extensions: {
          code: "USCC_INVALID",
          uscc: "91140581MA0DEMX13P",
          suggestion: "91140581MA0DEMX13N",
          faults: [
            {
              code: "CHECK",
              position: 18,
              found: "P",
              expected: "N",
              message: "Character 18 is P, but the 17 characters before it have the check N",
              messageZh: "第 18 位为 P，与前 17 位的校验码 N 不符",
            },
          ],
        },
      },
    ]);
  });
});

describe("many enterprises", () => {
  const query = "query ($usccs: [String!]!) { enterprises(usccs: $usccs) { asked enterprise { name } faults { code } suggestion } }";

  it("come in the order asked, each code spoiling only its own place, with one query to the store for each distinct code", async () => {
    const hub = world();
    await hub.take("register", [{}]);
    const api = await serving(hub);
    hub.calls.length = 0;
    const usccs = [builder.uscc, "91140581MA0DEMX13P", firm.uscc, firm.uscc.toLowerCase()];
    const { data, errors } = await api.ask(query, { usccs });
    expect(errors).toEqual([]);
    expect(data.enterprises).toEqual([
      { asked: builder.uscc, enterprise: null, faults: [], suggestion: null },
      { asked: "91140581MA0DEMX13P", enterprise: null, faults: [{ code: "CHECK" }], suggestion: firm.uscc },
      { asked: firm.uscc, enterprise: { name: firm.name }, faults: [], suggestion: null },
      { asked: firm.uscc.toLowerCase(), enterprise: { name: firm.name }, faults: [], suggestion: null },
    ]);
    expect(hub.calls).toEqual(["query", "query"]);
  });

  it("are a hundred at most", async () => {
    const hub = world();
    const api = await serving(hub);
    hub.calls.length = 0;
    expect((await api.ask(query, { usccs: Array(100).fill(firm.uscc) })).data.enterprises).toHaveLength(100);
    const { data, errors } = await api.ask(query, { usccs: Array(101).fill(firm.uscc) });
    expect([data, errors.map(({ extensions }) => extensions["code"])]).toEqual([null, ["BAD_INPUT"]]);
    expect(hub.calls).toEqual(["query"]);
  });
});

describe("other ways to an enterprise", () => {
  it("an old number leads to it in two calls, whatever its separators", async () => {
    const hub = world();
    await hub.take("register", [{ REGISTRATION_NUMBER: firm.registrationNumber }]);
    const api = await serving(hub);
    const query = "query ($kind: IdentifierKind!, $value: String!) { enterpriseByIdentifier(kind: $kind, value: $value) { uscc } }";
    hub.calls.length = 0;
    expect((await api.ask(query, { kind: "REGISTRATION_NUMBER", value: firm.registrationNumber })).data).toEqual({
      enterpriseByIdentifier: { uscc: firm.uscc },
    });
    expect(hub.calls).toEqual(["get", "query"]);
    expect((await api.ask(query, { kind: "ORGANISATION_CODE", value: "ma0demx1-3" })).data).toEqual({ enterpriseByIdentifier: { uscc: firm.uscc } });
    expect((await api.ask(query, { kind: "TAX_NUMBER", value: "140581123456789" })).data).toEqual({ enterpriseByIdentifier: null });
    expect((await api.ask(query, { kind: "ORGANISATION_CODE", value: "1" })).errors[0]?.extensions["code"]).toBe("BAD_INPUT");
  });

  it("ids lead back to the same records, and to nothing where they are wrong", async () => {
    const hub = world();
    await hub.take("register", [{}]);
    await hub.take("penalty", [{ CF_XDR_SHXYM: firm.uscc, CF_XDR_MC: firm.name }]);
    await hub.take("licence", [{}]);
    const api = await serving(hub);
    const { data } = await api.ask("query ($u: String!) { enterprise(uscc: $u) { id penalties { nodes { id } } licences { nodes { id } } } }", {
      u: firm.uscc,
    });
    const ids = [data.enterprise.id, data.enterprise.penalties.nodes[0].id, data.enterprise.licences.nodes[0].id];
    const query =
      "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Enterprise { name } ... on Penalty { decisionNumber } ... on Licence { documentNumber } } }";
    const global = (text: string) => Buffer.from(text).toString("base64url");
    const nowhere = [global(`Penalty:${firm.uscc}/${authority.uscc}/none`), global("Penalty:x"), global("Import:x")];
    const found = await api.ask(query, { ids: [...ids, ...nowhere.slice(0, 2)] });
    expect(found.data.nodes).toEqual([
      { __typename: "Enterprise", id: ids[0], name: firm.name },
      { __typename: "Penalty", id: ids[1], decisionNumber: "高环罚〔2025〕17号" },
      { __typename: "Licence", id: ids[2], documentNumber: "高环审〔2024〕8号" },
      null,
      null,
    ]);
    const strange = await api.ask("query ($id: ID!) { node(id: $id) { id } }", { id: nowhere[2] });
    expect(strange.data).toEqual({ node: null });
  });
});

it("nodes: an id that is none spoils only its own place", async () => {
  const hub = world();
  await hub.take("penalty", [{}]);
  const api = await serving(hub);
  const good = Buffer.from(`Enterprise:${builder.uscc}`).toString("base64");
  const bad = Buffer.from("Enterprise:123").toString("base64");
  const { data } = await api.ask("query ($i: [ID!]!) { nodes(ids: $i) { id } }", { i: [good, bad] });
  expect(data?.nodes?.[1]).toBeNull();
});
