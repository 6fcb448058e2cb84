import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-BASE',
  name: 'no-older-base-image',
  severity: 'low',
  severityReason: 'The image loses fixes, whose vulnerabilities are reported',
  practice: 'image-security',
  title: 'Change moves the base image back to an older one of the same name',
  why: 'The older image lacks the fixes of the newer one. A mirror or cache that is out of date, or an old digest, may be the reason.',
  remediation: 'Build with --pull, or update the digest in FROM',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  wrong: 'FROM debian:13@sha256:aaaa',
  right: 'FROM debian:13@sha256:bbbb',
  matches: (change) => change.kind === 'setting' && change.isOlder === true,
});
