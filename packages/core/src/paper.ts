/** A text in two languages. */
interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** A document of the bureau as it is handed out on paper: what it says, and nothing of how it looks. */
export interface Paper {
  readonly title: Bilingual;
  /** Number of the document; null for none. */
  readonly number: string | null;
  /** To whom it is addressed. */
  readonly to: string;
  readonly rows: readonly { readonly label: Bilingual; readonly value: string }[];
  readonly paragraphs: readonly Bilingual[];
  /** Who signs it, and on which day. */
  readonly by: string;
  readonly on: string;
}
