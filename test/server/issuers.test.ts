import { describe, expect, it } from "vitest";
import { parseIssuers } from "../../packages/server/src/access/issuers.ts";

const audience = "https://hub.example.gov.cn";

describe("the setting HUB_ISSUERS", () => {
  const issuer = "https://login.example.gov.cn";

  it("is read", () => {
    const whole = { issuer, audience, jwksUri: `${issuer}/keys`, claims: { client: "client", role: "hub.role", agency: "hub.agency" } };
    expect(parseIssuers(JSON.stringify([whole, { issuer: "http://127.0.0.1:4010", audience }]))).toEqual([
      whole,
      { issuer: "http://127.0.0.1:4010", audience },
    ]);
    expect(parseIssuers("[]")).toEqual([]);
  });

  it.each([
    ["{", "it is not JSON"],
    ["{}", "the list: Invalid input: expected array"],
    [[{ issuer }], "0.audience: Invalid input"],
    [[{ issuer: "login", audience }], "0.issuer: Write a whole URL"],
    [[{ issuer: "http://login.example.gov.cn", audience }], "0.issuer: It begins with https"],
    [[{ issuer: "https://hub:secret@login.example.gov.cn", audience }], "0.issuer: It holds a name or a password"],
    [[{ issuer: `${issuer}?tenant=1`, audience }], "0.issuer: It has neither ? nor #"],
    [[{ issuer, audience, jwksUri: "file:///etc/keys" }], "0.jwksUri: It begins with https"],
    [[{ issuer, audience, algorithms: ["none"] }], '0: Unrecognized key: "algorithms"'],
    [[{ issuer, audience, claims: { divisions: "divisions" } }], "0.claims.role: agency, divisions and enterprises are believed together with role only"],
    [
      [
        { issuer, audience },
        { issuer, audience: "other" },
      ],
      "the list: Each issuer stands there once",
    ],
    [Array.from({ length: 11 }, (_each, at) => ({ issuer: `${issuer}/${at}`, audience })), "the list: Too big"],
  ])("is refused: %j", (setting, why) => {
    const text = typeof setting === "string" ? setting : JSON.stringify(setting);
    expect(() => parseIssuers(text)).toThrow(
      expect.objectContaining({
        code: "BAD_INPUT",
        message: expect.stringContaining(`The issuers were not accepted: ${why}`),
        details: { setting: "HUB_ISSUERS" },
      }),
    );
  });
});
