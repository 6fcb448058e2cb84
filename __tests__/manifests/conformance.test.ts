import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { lintManifest } from '../../src/manifests/lint.js';
import { readManifest } from '../../src/manifests/read-manifest.js';

const FOLDER = '../shared/conformance/manifests';

interface SecurityCase {
  readonly source: string;
  readonly level: 'baseline' | 'restricted';
  readonly expect_violation: boolean;
  readonly manifest: string;
}

describe('the Pod Security Standards’ own manifests', () => {
  if (!existsSync(`${FOLDER}/pss.json`)) {
    it('are skipped: they are not here', () => expect(existsSync(FOLDER)).toBe(false));
    return;
  }
  const cases: SecurityCase[] = JSON.parse(readFileSync(`${FOLDER}/pss.json`, 'utf8'));

  it.each(cases.map((c) => [c.source, c] as const))('%s is judged as it says', (_, given) => {
    const levels =
      given.level === 'baseline' ? ['pss:baseline'] : ['pss:baseline', 'pss:restricted'];
    const findings = lintManifest(readManifest(given.manifest, 'pod.yaml', 'kubernetes'));
    const broken = findings.some(({ tags }) => tags.some((tag) => levels.includes(tag)));
    expect(broken).toBe(given.expect_violation);
  });
});
