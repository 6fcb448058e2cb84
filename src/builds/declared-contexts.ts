import type { Finding } from '../core/finding.js';
import { disambiguateFingerprints, fingerprint } from '../core/fingerprint.js';
import { splitReference } from '../core/reference.js';
import type { RuleDescription } from '../core/rule.js';
import { ruleFinding } from '../core/rule-finding.js';
import imageRule from '../dockerfile/rules/PS0021.js';
import gitRule from '../dockerfile/rules/PS0038.js';
import { withoutCredentials } from '../lib/redact-url.js';
import {
  type BuildValue,
  type DeclaredBuilds,
  isRemoteContext,
} from '../manifests/declared-build.js';

/** The images and repositories that replace stages of a build, and that can change: `docker-image://node`. */
export function floatingContexts({ builds }: DeclaredBuilds): Finding[] {
  const found = builds.flatMap(({ contexts }) => [...contexts.values()].flatMap(findingAbout));
  const unique = new Map(
    found.map((one) => [`${one.fingerprint} ${one.location?.startLine}`, one]),
  );
  return disambiguateFingerprints([...unique.values()]);
}

function findingAbout({ text, at }: BuildValue): Finding[] {
  if (text.includes('$')) return [];
  const [, image] = /^docker-image:\/\/(.+)$/.exec(text) ?? [];
  if (image !== undefined) {
    const { tag, digest } = splitReference(image);
    const isFixed = digest !== undefined || (tag !== undefined && tag !== 'latest');
    return isFixed
      ? []
      : [finding(imageRule, at, `Image "${image}" of the build can change: it has no version`)];
  }
  const isGit = isRemoteContext(text) && /\.git(?:[#?]|$)|^git@|^git:|^github\.com\//.test(text);
  if (!isGit || /[#=@][0-9a-f]{40}\b/.test(text)) return [];
  return [
    finding(
      gitRule,
      at,
      `Git repository ${withoutCredentials(text).slice(0, 60)} is not pinned to a commit`,
    ),
  ];
}

function finding(rule: RuleDescription, location: BuildValue['at'], message: string): Finding {
  return {
    ...ruleFinding(rule, 'lint'),
    severity: 'medium',
    message,
    location,
    fingerprint: fingerprint(rule.id, location.path, message),
    subjectId: fingerprint(rule.id, message),
  };
}
