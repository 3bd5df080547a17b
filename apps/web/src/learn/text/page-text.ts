/** What is said on a page. Paragraphs are as `kit/prose.tsx` reads them. */
export interface PageText {
  /** In lists. */
  readonly name: string;
  /** In English, that of the example. */
  readonly title: string;
  /** The first stands above the picture, the others below it. */
  readonly idea: readonly string[];
  readonly controls: Readonly<Record<string, string>>;
  /** Of controls that are choices. */
  readonly choices?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What it does, and what is to be seen then. */
  readonly tries: readonly { readonly do: string; readonly see: string }[];
  readonly figures: Readonly<Record<string, string>>;
  /** What must be known of the figures, or of what is not shown. */
  readonly note?: string;
  /** Into the application. */
  readonly yours?: { readonly place: string; readonly text: string };
}
