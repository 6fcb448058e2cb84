import { afterAll, describe, expect, it } from '@jest/globals';
import { inspectImage, removeImages } from './inspect-image.js';
import { program, withFiles } from './rule-cases.js';

afterAll(removeImages);

describe('createHardeningCheck', () => {
  it('reports thousands of files of one kind in a layer as one finding with their number', async () => {
    const members = Array.from({ length: 3_000 }, (_, i) => program(`opt/${i}`, 0o4777));
    const findings = await inspectImage(withFiles(...members));
    const found = findings.filter(({ rule }) => rule === 'IMG-SUID' || rule === 'IMG-WORLDW');
    expect(found.map(({ details }) => details)).toMatchObject([{ count: 3_000 }, { count: 3_000 }]);
    expect(JSON.stringify(findings).length).toBeLessThan(20_000);
  });

  it('gives the findings of a rebuilt image the same fingerprints, each once', async () => {
    const spec = withFiles(program('a', 0o4755), program('usr/sbin/sshd'), program('b', 0o777));
    const fingerprints = async (created: string) =>
      (await inspectImage({ ...spec, created })).map(({ fingerprint }) => fingerprint);
    const first = await fingerprints('2026-05-01T00:00:00Z');
    expect(await fingerprints('2026-05-02T00:00:00Z')).toEqual(first);
    expect(new Set(first).size).toBe(first.length);
  });
});
