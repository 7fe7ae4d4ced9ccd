import { type AddressInfo, createServer, type Socket } from "node:net";
import { clamdScanner, parseClamd } from "@hub/server/clamd";
import { describe, expect, it, onTestFinished } from "vitest";

interface Clamd {
  readonly port: number;
  /** What came before the pieces, and the pieces put together, of each call. */
  readonly heard: { readonly command: string; readonly content: Buffer }[];
}

/** A server that speaks as clamd does, and answers with what a test says when a file has come whole. */
async function clamd(answer: (socket: Socket) => void, early?: (socket: Socket) => void): Promise<Clamd> {
  const heard: Clamd["heard"] = [];
  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (early) return early(socket);
      const whole = fileIn(received);
      if (!whole) return;
      heard.push(whole);
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, heard };
}

/** The command and the content of its pieces; null until the piece without length has come. */
function fileIn(received: Buffer): Clamd["heard"][number] | null {
  const end = received.indexOf(0);
  const pieces: Buffer[] = [];
  for (let at = end + 1; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) return { command: received.subarray(0, end).toString(), content: Buffer.concat(pieces) };
    pieces.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

const says = (line: string) => (socket: Socket) => void socket.end(`${line}\0`);
const scan = (port: number, bytes: Uint8Array = Buffer.from("%PDF-"), timeoutMs?: number) =>
  clamdScanner({ host: "127.0.0.1", port, ...(timeoutMs !== undefined && { timeoutMs }) }).scan(bytes);

describe("clamd", () => {
  it.each([0, 1, 65_536, 65_537, 3_000_000])("is sent a file of %i bytes whole", async (length) => {
    const bytes = new Uint8Array(length).map((_, at) => at * 7);
    const { port, heard } = await clamd(says("stream: OK"));
    expect(await scan(port, bytes)).toEqual({ verdict: "clean" });
    expect(heard.map(({ command, content }) => [command, content.equals(bytes)])).toEqual([["zINSTREAM", true]]);
  });

  it.each([
    ["stream: OK", { verdict: "clean" }],
    ["stream: Eicar-Signature FOUND", { verdict: "infected", name: "Eicar-Signature" }],
    ["stream: Win.Test.EICAR_HDB-1 (x) FOUND", { verdict: "infected", name: "Win.Test.EICAR_HDB-1 (x)" }],
    ["INSTREAM size limit exceeded. ERROR", { verdict: "unscanned", why: "The scanner did not look: INSTREAM size limit exceeded." }],
    ["stream: Can't allocate memory ERROR", { verdict: "unscanned", why: "The scanner did not look: stream: Can't allocate memory" }],
    ["", { verdict: "unscanned", why: "The scanner did not look: it said nothing" }],
    ["UNKNOWN COMMAND", { verdict: "unscanned", why: "The scanner did not look: UNKNOWN COMMAND" }],
  ])("that answers %j", async (line, finding) => {
    expect(await scan((await clamd(says(line))).port)).toEqual(finding);
  });

  it("is understood when its answer comes in pieces", async () => {
    const { port } = await clamd((socket) => {
      socket.write("stream: Eicar-Sig");
      setTimeout(() => socket.end("nature FOUND\0"), 20);
    });
    expect(await scan(port)).toEqual({ verdict: "infected", name: "Eicar-Signature" });
  });

  it.each<readonly [string, (socket: Socket) => void, RegExp]>([
    ["says nothing", () => {}, /did not answer \(ETIMEDOUT\)/],
    ["ends without an answer", (socket) => void socket.end(), /did not answer/],
    ["breaks off within its answer", (socket) => void socket.end("stream: O"), /did not answer/],
    ["loses the connection", (socket) => void socket.resetAndDestroy(), /did not answer/],
  ])("that %s has not looked", async (_what, answer, why) => {
    expect(await scan((await clamd(answer)).port, undefined, 200)).toEqual({ verdict: "unscanned", why: expect.stringMatching(why) });
  });

  it("that breaks off while a long file is being sent has not looked", async () => {
    const { port } = await clamd(
      () => {},
      (socket) => void socket.resetAndDestroy(),
    );
    expect(await scan(port, new Uint8Array(20_000_000))).toMatchObject({ verdict: "unscanned" });
  });

  it("that is not there has not looked, and its address is told nobody", async () => {
    const { port } = await clamd(() => {});
    const gone = clamdScanner({ host: "127.0.0.1", port: port === 1 ? 2 : 1 });
    expect(await gone.scan(Buffer.from("x"))).toEqual({ verdict: "unscanned", why: "The scanner did not answer (ECONNREFUSED)" });
  });
});

describe("the setting HUB_CLAMD", () => {
  it.each([
    ["127.0.0.1:3310", "127.0.0.1", 3310],
    ["clamd.internal:1", "clamd.internal", 1],
    ["[::1]:3310", "::1", 3310],
  ])("is read: %s", (text, host, port) => {
    expect(parseClamd(text)).toEqual({ host, port });
  });

  it.each(["", "clamd", "clamd:", ":3310", "clamd:0", "clamd:65536", "::1:3310", "[clamd]:3310", "http://clamd:3310", "a b:3310", "clamd:3310/x"])(
    "is refused: %j",
    (text) => {
      expect(() => parseClamd(text)).toThrow(expect.objectContaining({ code: "BAD_INPUT" }) as Error);
    },
  );
});
