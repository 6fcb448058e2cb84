import type { Reference } from '../core/reference.js';
import { dayOfEnd, supportOfTag } from '../releases/base-images.js';
import { DISTROLESS_PYTHON } from './hardened.js';
import type { BaseImageAdvice } from './recommendation.js';

/** What is built on Debian 13. Source: README of GoogleContainerTools/distroless, 2026-08-21. */
const BUILT =
  /^(?:static|base|base-nossl|cc|java-base|java17|java21|java25|nodejs22|nodejs24|nodejs26|python3)$/;

/** The same image on Debian 13, for a distroless image that is no longer built. Undefined for other images. */
export function distrolessAdvice(
  { registry, repository, tag }: Reference,
  now: string,
): BaseImageAdvice | undefined {
  const name = `${registry}/${repository}`;
  const [, image = ''] = /^gcr\.io\/distroless\/(.+)-debian\d+$/.exec(name) ?? [];
  const [support] = supportOfTag(name, '');
  if (!support || support.until >= now || !BUILT.test(image)) return undefined;
  const suffix = tag === undefined || tag === 'latest' ? '' : `:${tag}`;
  const reference = `gcr.io/distroless/${image}-debian13${suffix}`;
  const caution = image === 'python3' ? `has Python ${DISTROLESS_PYTHON}` : undefined;
  return {
    ended: `${support.what} reached end of life ${dayOfEnd(support)}`,
    recommendations: [{ kind: 'line', reference, caution }],
  };
}
