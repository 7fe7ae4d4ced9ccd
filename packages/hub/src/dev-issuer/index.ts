export { clientTokenOf, personTokenOf } from "./flow.ts";
export { type DevIssuer, type DevIssuerOptions, startDevIssuer } from "./issuer.ts";
export { type DevClient, type DevPerson, devClients, devPeople, enterDevPeople } from "./people.ts";
