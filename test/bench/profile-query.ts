/** What a bidding centre asks before it admits a firm: who it is, and all of its penalties and licences. */
export const profileQuery = /* GraphQL */ `
  query Profile($uscc: String!) {
    enterprise(uscc: $uscc) {
      uscc
      name
      formerNames
      status
      statusText
      address
      legalRepresentative
      establishedOn
      penalties(first: 20) {
        totalCount
        nodes {
          decisionNumber
          decidedOn
          violationType
          facts
          legalBasis
          penaltyTypesText
          content
          validTo
          authority { name uscc }
          provenance { source { name } reportedOn firstSeen { fileName row at } lastSeen { fileName row at } revision }
        }
      }
      licences(first: 20) {
        totalCount
        nodes { documentNumber documentName decidedOn validFrom validTo authority { name uscc } }
      }
    }
  }
`;
