/** pino declares its small build by the types of the usual one. */
declare module "pino/browser.js" {
  import { pino } from "pino";
  export default pino;
}
