import { describe, expect, test } from '@jest/globals';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { apply, DIGEST, finding, IMAGE, openVex, statement, statusAfter } from './documents.js';

describe('a VEX statement', () => {
  test('with not_affected suppresses the finding, with its justification', () => {
    expect(apply(openVex(statement({ impact_statement: 'TLS is not built' })))).toMatchObject({
      status: 'excepted',
      exception: {
        source: 'vex',
        document: 'v.json',
        status: 'not_affected',
        reason: 'vulnerable_code_not_present: TLS is not built',
      },
    });
  });

  test.each([
    ['not_affected', 'excepted'],
    ['fixed', 'excepted'],
    ['affected', 'new'],
    ['under_investigation', 'new'],
    ['whatever', 'new'],
  ])('with %s makes the status %s', (word, expected) => {
    expect(statusAfter(openVex(statement({ status: word })))).toBe(expected);
  });

  test.each([
    ['the name only', ['pkg:deb/debian/openssl'], 'excepted'],
    ['the version', ['pkg:deb/debian/openssl@3.0.1-1'], 'excepted'],
    ['fewer qualifiers', ['pkg:deb/debian/openssl@3.0.1-1?arch=amd64'], 'excepted'],
    ['another version', ['pkg:deb/debian/openssl@3.0.2-1'], 'new'],
    ['another qualifier', ['pkg:deb/debian/openssl@3.0.1-1?arch=arm64'], 'new'],
    ['another package', ['pkg:deb/debian/curl'], 'new'],
    ['the beginning of a name', ['pkg:deb/debian/open'], 'new'],
    ['the image by digest', [`pkg:oci/app@${DIGEST.replace(':', '%3A')}`], 'excepted'],
    ['another digest', [`pkg:oci/app@sha256:${'b'.repeat(64)}`], 'new'],
    [
      'the image by name and repository',
      ['pkg:oci/app?repository_url=ghcr.io/acme/app'],
      'excepted',
    ],
    ['an image of another repository', ['pkg:oci/app?repository_url=ghcr.io/evil/app'], 'new'],
    ['nothing', [], 'new'],
    ['a name without package URL', ['openssl'], 'new'],
  ])('about %s: %j makes the status %s', (_, ids, expected) => {
    const products = ids.map((id) => ({ '@id': id }));
    expect(statusAfter(openVex(statement({ products })))).toBe(expected);
  });

  test('about the index of an image applies to the image of each platform', () => {
    const root = `sha256:${'c'.repeat(64)}`;
    const image = { ...IMAGE, root, platform: 'linux/amd64' };
    const statusOf = (id: string) => {
      const document = parseVex('v.json', openVex(statement({ products: [{ '@id': id }] })));
      return applyVex([finding()], [document], image).findings[0]?.status;
    };
    expect(statusOf(`pkg:oci/app@${root}`)).toBe('excepted');
    expect(statusOf(root)).toBe('excepted');
    expect(statusOf(`pkg:oci/app@${DIGEST}`)).toBe('excepted');
    expect(statusOf(`pkg:oci/app@${root}?arch=amd64`)).toBe('excepted');
    expect(statusOf(`pkg:oci/app@${root}?arch=arm64`)).toBe('new');
  });

  test('about a component applies to that image only', () => {
    const about = (id: string, component: string) =>
      openVex(statement({ products: [{ '@id': id, subcomponents: [{ '@id': component }] }] }));
    expect(statusAfter(about(`pkg:oci/app@${DIGEST}`, 'pkg:deb/debian/openssl'))).toBe('excepted');
    expect(statusAfter(about(`pkg:oci/app@${DIGEST}`, 'pkg:deb/debian/curl'))).toBe('new');
    expect(statusAfter(about('pkg:oci/other', 'pkg:deb/debian/openssl'))).toBe('new');
  });

  test('is revoked by a later one, in any order', () => {
    const early = statement({ timestamp: '2026-01-02T00:00:00Z' });
    const late = statement({ status: 'affected', timestamp: '2026-01-03T00:00:00Z' });
    expect(statusAfter(openVex(early, late))).toBe('new');
    expect(statusAfter(openVex(late, early))).toBe('new');
  });

  test('is revoked by what is later as an instant, whatever the time zone', () => {
    const early = statement({ timestamp: '2026-01-02T10:00:00Z' });
    const late = statement({ status: 'affected', timestamp: '2026-01-02T09:00:00-10:00' });
    expect(statusAfter(openVex(late, early))).toBe('new');
  });

  test.each([
    ['a text', ['pkg:deb/debian/curl'], 'new'],
    ['a text about the package', ['pkg:deb/debian/openssl'], 'excepted'],
    ['nothing that can be read', [{}], 'new'],
  ])('about a component that is %s does not apply to the whole image', (_, parts, expected) => {
    const id = `pkg:oci/app@${DIGEST}`;
    const ofProduct = statement({ products: [{ '@id': id, subcomponents: parts }] });
    const ofStatement = statement({ products: [id], subcomponents: parts });
    expect(statusAfter(openVex(ofProduct))).toBe(expected);
    expect(statusAfter(openVex(ofStatement))).toBe(expected);
  });

  test('matches by aliases of the finding and of the statement', () => {
    expect(statusAfter(openVex(statement({ vulnerability: { name: 'GHSA-1' } })))).toBe('excepted');
    expect(
      statusAfter(openVex(statement({ vulnerability: { name: 'X', aliases: ['CVE-2026-1'] } }))),
    ).toBe('excepted');
    expect(statusAfter(openVex(statement({ vulnerability: 'CVE-2026-1' })))).toBe('excepted');
    expect(statusAfter(openVex(statement({ vulnerability: { name: 'CVE-2026-10' } })))).toBe('new');
  });

  test('never suppresses malware', () => {
    expect(statusAfter(openVex(statement()), finding({ check: 'malware' }))).toBe('new');
  });
});

test('suppressed findings are counted for each document', () => {
  const documents = [parseVex('a', openVex(statement())), parseVex('b', openVex())];
  const { counts } = applyVex([finding(), finding({ rule: 'X', aliases: [] })], documents, IMAGE);
  expect(counts).toEqual([
    { document: 'a', suppressed: 1 },
    { document: 'b', suppressed: 0 },
  ]);
});
