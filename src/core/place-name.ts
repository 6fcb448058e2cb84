import type { Location } from './location.js';

/** A finding in the reasons of a verdict: `DL3002 at Dockerfile:7`. */
export function placeName(rule: string, { path, startLine }: Location): string {
  return `${rule} at ${shortName(path)}:${startLine}`;
}

/** The end of a long name says more than its beginning. */
export function shortName(name: string): string {
  return name.length > 60 ? `…${name.slice(-59)}` : name;
}
