import { connect } from "node:net";
import { HubError } from "@hub/core/error";
import type { Finding, Scanner } from "@hub/core/ports";

export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** How long one file may take, in milliseconds; 30 seconds unless told. */
  readonly timeoutMs?: number;
}

/** Reads an address as `host:port`, an IPv6 host in brackets. Throws BAD_INPUT. */
export function parseClamd(text: string): Pick<ClamdOptions, "host" | "port"> {
  const [, host = "", port = ""] = /^(?:\[(?=[\da-f:.]+\])|(?=[\w.-]+:\d))([\w.:-]+?)\]?:(\d{1,5})$/i.exec(text) ?? [];
  if (host === "" || Number(port) < 1 || Number(port) > 65_535) throw new HubError("BAD_INPUT", "Write the host and port of clamd, as 127.0.0.1:3310");
  return { host, port: Number(port) };
}

/**
 * ClamAV's daemon as a scanner, by its command INSTREAM: a file goes there in pieces, each after its length, and the answer is one
 * line. It speaks without TLS: it belongs on the same machine or network. Its limit StreamMaxLength is 100 MB unless told.
 */
export function clamdScanner({ host, port, timeoutMs = 30_000 }: ClamdOptions): Scanner {
  return {
    name: "clamd",
    async scan(bytes) {
      try {
        return findingIn(await answerTo(bytes, { host, port, timeoutMs }));
      } catch (error) {
        // Told to who attaches the file: codes, and no addresses of the machine's.
        return { verdict: "unscanned", why: `The scanner did not answer (${(error as NodeJS.ErrnoException).code ?? "it broke off"})` };
      }
    },
  };
}

/** What clamd's line says: `stream: OK`, `stream: NAME FOUND`, or why it did not look. */
function findingIn(line: string): Finding {
  if (line === "stream: OK") return { verdict: "clean" };
  const [, name] = /^stream: (.+) FOUND$/.exec(line) ?? [];
  if (name !== undefined) return { verdict: "infected", name };
  return { verdict: "unscanned", why: `The scanner did not look: ${line.replace(/ ?ERROR$/, "").slice(0, 200) || "it said nothing"}` };
}

const pieceBytes = 64 * 1024;

/** The line that clamd answers with. Throws what the network throws, with ETIMEDOUT where the time is up. */
function answerTo(bytes: Uint8Array, { host, port, timeoutMs }: Required<ClamdOptions>): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let said = "";
    const timer = setTimeout(() => socket.destroy(Object.assign(new Error("clamd did not answer in time"), { code: "ETIMEDOUT" })), timeoutMs);
    const end = (done: () => void) => {
      clearTimeout(timer);
      done();
      socket.destroy();
    };
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      said += text;
      const [line, rest] = said.split("\0", 2);
      if (rest !== undefined) end(() => resolve(line ?? ""));
    });
    // It may refuse a file that is too long while it is still being sent.
    socket.on("error", (error) => end(() => reject(error)));
    socket.on("close", () => end(() => reject(new Error("clamd closed the connection"))));
    socket.on("connect", () => {
      socket.write("zINSTREAM\0");
      for (let at = 0; at < bytes.length; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes);
        socket.write(lengthOf(piece.length));
        socket.write(piece);
      }
      socket.write(lengthOf(0));
    });
  });
}

/** As clamd reads it: four bytes, the highest first. */
function lengthOf(bytes: number): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes);
  return length;
}
