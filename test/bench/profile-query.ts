/** All that the hub tells of one enterprise: who it is, its penalties and licences, and where each fact comes from. */
export const profileQuery = /* GraphQL */ `
  query Profile($uscc: String!) {
    enterprise(uscc: $uscc) {
      uscc
      name
      formerNames
      status
      statusText
      division { code name }
      industry { code name }
      address
      legalRepresentative
      establishedOn
      provenance { ...Origin }
      penalties(first: 20) {
        totalCount
        nodes {
          decisionNumber
          subject { name uscc legalRepresentative }
          violationType
          facts
          legalBasis
          penaltyTypesText
          content
          fine { yuan }
          decidedOn
          validTo
          authority { name uscc }
          provenance { ...Origin }
        }
      }
      licences(first: 20) {
        totalCount
        nodes { documentNumber documentName decidedOn validFrom validTo authority { name uscc } }
      }
    }
  }

  fragment Origin on Provenance {
    source { name uscc }
    reportedOn
    firstSeen { fileName row at }
    lastSeen { fileName row at }
    revision
    originals { field column value }
  }
`;
