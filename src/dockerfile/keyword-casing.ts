import type { Dockerfile } from './parser/model.js';

/**
 * The case that most instructions of the stages are written in; upper case on a tie. Words in mixed case do not count,
 * nor do ARG instructions before the first FROM. Source: BuildKit dockerfile2llb/validations.go.
 */
export function majorityCasing({ stages }: Dockerfile): 'lower' | 'upper' {
  let lower = 0;
  let upper = 0;
  for (const { from, instructions } of stages) {
    for (const { keywordToken } of [from, ...instructions]) {
      const { raw } = keywordToken;
      if (raw === raw.toLowerCase()) lower++;
      else if (raw === raw.toUpperCase()) upper++;
    }
  }
  return lower > upper ? 'lower' : 'upper';
}

/** The text in the given case. */
export function toCasing(text: string, casing: 'lower' | 'upper'): string {
  return casing === 'lower' ? text.toLowerCase() : text.toUpperCase();
}
