declare module 'spdx-expression-parse' {
  export type Node =
    | { readonly license: string; readonly plus?: true; readonly exception?: string }
    | { readonly left: Node; readonly conjunction: 'and' | 'or'; readonly right: Node };

  /** Throws an Error for a text that is not an SPDX license expression. */
  export default function parse(source: string): Node;
}
