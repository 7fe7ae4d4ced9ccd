export { estimate } from "./estimate.ts";
export { figures, usualEnterprises } from "./figures.ts";
export { load } from "./load.ts";
export { type Prices, prices } from "./price.ts";
export { withSections } from "./section.ts";
export { weightOf } from "./weight.ts";
