import { createRequire } from "node:module";

const example = `# 企业环境信用数据中枢 · Enterprise Environmental Credit Hub
# One enterprise with its penalties. Try another code, or press Ctrl-Space for what else there is.
query Profile {
  enterprise(uscc: "USCC") {
    name
    status
    division { name }
    penalties(first: 5) {
      totalCount
      nodes { decisionNumber decidedOn violationType fine { yuan } }
    }
  }
}
`;

let page: string | undefined;

/** The GraphiQL page in one document: scripts and styles are inside it, so that it works without any network. */
export function graphiqlPage(exampleUscc = "91140581DEM0000064"): string {
  page ??= render(exampleUscc);
  return page;
}

function render(exampleUscc: string): string {
  // Its CommonJS form is loaded when first asked for: 9 MB that no other request should pay for.
  const { renderGraphiQL } = createRequire(import.meta.url)("@graphql-yoga/render-graphiql") as typeof import("@graphql-yoga/render-graphiql");
  return renderGraphiQL({ title: "企业环境信用数据中枢 · GraphiQL", endpoint: "/graphql", defaultQuery: example.replace("USCC", exampleUscc) });
}
