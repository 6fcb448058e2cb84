import type { Dockerfile } from './parser/model.js';

export type Casing = 'lower' | 'upper';

/**
 * The casing of most keywords in the stages; upper case on a tie. Keywords in mixed case do not count, nor do ARG
 * instructions before the first FROM. Source: BuildKit dockerfile2llb/validations.go.
 */
export function majorityCasing({ stages }: Dockerfile): Casing {
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

export function toCasing(text: string, casing: Casing): string {
  return casing === 'lower' ? text.toLowerCase() : text.toUpperCase();
}
