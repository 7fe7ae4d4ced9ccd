import { SaxesParser } from "saxes";

/** Longest run of characters without the end of a tag, a text or a comment, so that no part of a document is held without end. */
const mostRun = 16_000_000;
const mostDepth = 100;

/** What a reader wants to hear of; names are given without their namespace prefix. */
export interface Handlers {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  /** A piece of text or of a CDATA section, entities resolved. */
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

export interface Markup {
  write(chunk: string): void;
  /** Says that the document is over. */
  close(): void;
}

/**
 * Reads XML piece by piece in bounded memory. What `refuse` makes of a reason is thrown by `write` and `close`:
 * for XML that is not well-formed, a DOCTYPE (and so every entity of its own), and documents built to fill the memory.
 */
export function markup(handlers: Handlers, refuse: (why: string) => Error): Markup {
  const parser = new SaxesParser();
  let depth = 0;
  let heardAt = 0;
  const heard = () => {
    heardAt = parser.position;
  };
  parser.on("error", (error) => {
    throw refuse(`the XML is not well-formed: ${error.message}`);
  });
  parser.on("doctype", () => {
    throw refuse("the XML has a DOCTYPE, which is refused; remove it");
  });
  parser.on("opentag", ({ name, attributes }) => {
    heard();
    depth += 1;
    if (depth > mostDepth) throw refuse(`the XML is nested deeper than ${mostDepth} elements`);
    handlers.open?.(localName(name), attributes);
  });
  parser.on("closetag", ({ name }) => {
    heard();
    depth -= 1;
    handlers.close?.(localName(name));
  });
  const text = (piece: string) => {
    heard();
    handlers.text?.(piece);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("comment", heard);
  parser.on("processinginstruction", heard);
  return {
    write(chunk) {
      parser.write(chunk);
      if (parser.position - heardAt > mostRun) throw refuse(`the XML has a piece longer than ${mostRun} characters`);
    },
    close() {
      parser.close();
    },
  };
}

function localName(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}
