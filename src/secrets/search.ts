import type { Detector } from './detector.js';
import { detectors } from './detectors.js';

/** A secret in a text: offsets in UTF-16 units, end exclusive. */
export interface Secret {
  readonly detector: Detector;
  readonly start: number;
  readonly end: number;
  /** The first and last two characters; never more of it leaves this module. */
  readonly masked: string;
}

/** Characters around a keyword that a pattern sees: bounds its time on hostile text (notes/hardening.md §8). */
const WINDOW = 1000;

/** The secrets in a text, by position; one that two detectors see is reported once, by the first. */
export function searchSecrets(text: string): Secret[] {
  const lower = text.toLowerCase();
  const found = new Map<number, Secret>();
  for (const detector of detectors)
    for (const keyword of detector.keywords) {
      let done = -1;
      for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + 1)) {
        if (at < done) continue;
        const from = Math.max(0, at - WINDOW);
        done = at + WINDOW;
        for (const match of text.slice(from, done + WINDOW).matchAll(detector.pattern)) {
          const [start, end] = match.indices?.groups?.secret ?? [0, 0];
          const secret = match.groups?.secret ?? '';
          if (found.has(from + start) || detector.accept?.(secret) === false) continue;
          found.set(from + start, {
            detector,
            start: from + start,
            end: from + end,
            masked: mask(secret),
          });
        }
      }
    }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function mask(secret: string): string {
  return secret.length < 8 ? '…' : `${secret.slice(0, 2)}…${secret.slice(-2)}`;
}
