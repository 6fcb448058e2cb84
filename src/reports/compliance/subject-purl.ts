import type { Target } from '../../core/report.js';
import { imagePurl } from '../formats/in-toto/statement.js';

/** The package URL of what a bundle is about: an image by its digest, anything else by its name. */
export function subjectPurl(subject: Target | undefined): string {
  if (subject?.kind === 'image' && subject.digest !== undefined)
    return imagePurl({ ...subject, digest: subject.digest });
  const name = (subject?.name ?? 'unknown').replace(/\p{Cs}/gu, '?');
  return `pkg:generic/${encodeURIComponent(name)}`;
}
