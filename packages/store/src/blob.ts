import { HubError } from "@hub/core/error";
import type { Blob } from "@hub/core/ports";

/** Parts that begin with a dot are the adapters' own, and never lead out of the folder. */
const usual = /^(?=.{1,200}$)[a-z0-9_-][a-z0-9._-]*(?:\/[a-z0-9_-][a-z0-9._-]*)*$/;

/** Throws BAD_INPUT for what is no key of a blob. */
export function checkBlobKey(key: string): void {
  if (!usual.test(key) || key.includes(".."))
    throw new HubError("BAD_INPUT", "A key of a file has 1 to 200 of a-z, 0-9, . _ - and / between its parts", { key });
}

/** Throws BAD_INPUT for what is no media type as RFC 6838 names them. */
export function checkBlobType({ type }: Blob): void {
  if (!/^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(type)) throw new HubError("BAD_INPUT", "A file has a media type", { type });
}
