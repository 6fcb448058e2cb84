/** A part of a text: offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}
