import type { EndOfUpdates } from './releases.js';

/**
 * The end of a distroless image on Debian 12: before that of the distribution, in a month that the support policy names.
 * Undefined for other images. Source: SUPPORT_POLICY.md of GoogleContainerTools/distroless, 2026-08-21.
 */
export function distrolessSupport(
  image: string,
): (EndOfUpdates & { readonly what: string }) | undefined {
  const [, name] = /^gcr\.io\/distroless\/([a-z0-9-]+)-debian12$/.exec(image) ?? [];
  if (name === undefined) return undefined;
  const [, language = ''] = /^(java|nodejs|python)/.exec(name) ?? [];
  return { what: 'distroless-debian 12', until: ENDS[language] ?? '2026-09-30', exact: false };
}

const ENDS: Readonly<Record<string, string>> = {
  java: '2026-01-31',
  nodejs: '2026-01-31',
  python: '2026-04-30',
};
