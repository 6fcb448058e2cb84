import { describe, expect, it, test } from '@jest/globals';
import { followRenames } from '../../src/baseline/renames.js';
import type { Finding } from '../../src/core/finding.js';
import { fingerprint } from '../../src/core/fingerprint.js';
import { renamedImage } from '../../src/core/renamed-image.js';
import type { Target } from '../../src/core/report.js';

const image = (name: string, dockerfile?: string): Target => ({
  kind: 'image',
  name,
  ...(dockerfile && { dockerfile }),
});

const onImage = (name: string, rule: string): Finding => ({
  ...{ aliases: [], confidence: 'high', tags: [] },
  rule,
  check: 'hardening',
  severity: 'high',
  message: `${name} has ${rule}`,
  fingerprint: fingerprint(rule, name),
  subject: { image: name },
  status: 'new',
});

test.each([
  [[image('old.tar')], [image('new.tar')], true],
  [[image('app:1')], [image('app:2')], false],
  [[image('old.tar', 'Dockerfile')], [image('new.tar', 'Dockerfile')], true],
  [[image('old.tar', 'a/Dockerfile')], [image('new.tar', 'b/Dockerfile')], false],
  [[image('old.tar'), image('other.tar')], [image('new.tar')], false],
  [[image('old.tar')], [], false],
])('knows whether the only image has another name: %j, %j', (before, now, isRenamed) => {
  expect(renamedImage(before, now) !== undefined).toBe(isRenamed);
});

describe('the findings of the only image of a report', () => {
  const renamed = { from: 'old.tar', to: 'new.tar' };
  const findings = [onImage('new.tar', 'A')];

  it('are those of this run under the name of its image', () => {
    const before = { findings: [onImage('old.tar', 'A')], suppressed: [] };
    expect(followRenames(before, { findings }, new Map(), renamed).findings).toEqual(findings);
  });

  it('stay other findings if they are of another rule', () => {
    const before = { findings: [onImage('old.tar', 'B')], suppressed: [] };
    const [followed] = followRenames(before, { findings }, new Map(), renamed).findings;
    expect(followed?.subject?.image).toBe('new.tar');
    expect(followed?.fingerprint).not.toBe(findings[0]?.fingerprint);
  });
});
