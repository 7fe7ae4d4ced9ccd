import { HubError } from "@hub/core/error";

/** The system's errors as the port's. What is already a refusal stays; what nobody foresaw stays as it is. */
export function folderError(error: unknown, file: string): unknown {
  if (error instanceof HubError || !(error instanceof Error)) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (busy.has(code)) return new HubError("STORE_BUSY", `The folder of files did not take the call (${code}); try again`, { file }, { cause: error });
  return new HubError("STORE_UNUSABLE", `${file}: ${reasons[code] ?? error.message}`, { file }, { cause: error });
}

const busy = new Set(["EAGAIN", "EBUSY", "EMFILE", "ENFILE", "ENOMEM", "ETIMEDOUT"]);

const reasons: Readonly<Record<string, string>> = {
  EACCES: "this user may not read or write there",
  EDQUOT: "the disk is full",
  EEXIST: "a file is in the place of a folder",
  EIO: "the disk failed",
  EISDIR: "a folder is in the place of the file",
  ENOSPC: "the disk is full",
  ENOTDIR: "a file is in the place of a folder",
  EPERM: "this user may not read or write there",
  EROFS: "it may not be written to",
};
