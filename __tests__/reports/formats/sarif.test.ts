import { describe, expect, it } from '@jest/globals';
import type { Log, Run } from 'sarif';
import type { Finding } from '../../../src/core/finding.js';
import type { Report } from '../../../src/core/report.js';
import { buildSarifLog, sarif, sarifCategory } from '../../../src/reports/formats/sarif.js';
import { step } from '../../remedy/apply/steps.js';
import { context, large, lint, report, vulnerability } from '../sample.js';

function render(r: Report): Log {
  return JSON.parse(sarif.render(r, context()));
}

function only(finding: Finding) {
  const run = render(report({ findings: [finding] })).runs.find((r) => r.results?.length);
  return { run, result: run?.results?.[0], rule: run?.tool.driver.rules?.[0] };
}

const categories = (runs: readonly Run[]) => runs.map((r) => r.automationDetails?.id);

describe('the SARIF report', () => {
  it('has a run for each category: the repository and each image with its platform', () => {
    expect(categories(render(report()).runs)).toEqual([
      'portside/repository/',
      'portside/registry.example-5000/shop/app/linux/amd64/',
    ]);
  });

  it('has an empty run for a target without findings, so that uploading it closes the alerts', () => {
    const { runs } = render(report({ findings: [] }));
    expect(runs.map((r) => r.results)).toEqual([[], []]);
  });

  it('has one category for two tags of the same image', () => {
    const targets = ['app:1', 'app:2'].map((name) => ({
      kind: 'image' as const,
      name,
      platform: 'linux/amd64',
    }));
    const findings = targets.map((t) =>
      vulnerability('CVE-1', 'zlib', { subject: { image: t.name } }),
    );
    const { runs } = render(report({ targets, findings }));
    expect(categories(runs)).toEqual(['portside/app/linux/amd64/']);
    expect(runs[0]?.results?.map((r) => r.message.text)).toEqual([
      'zlib 1.0 is vulnerable to CVE-1 (in app:1)',
      'zlib 1.0 is vulnerable to CVE-1 (in app:2)',
    ]);
  });

  it.each([
    ['app:1.0', undefined, 'portside/app'],
    [
      'registry:5000/shop/app:1@sha256:00',
      'linux/arm64/v8',
      'portside/registry-5000/shop/app/linux/arm64/v8',
    ],
    ['docker-archive:/tmp/x8s/image.tar', 'linux/amd64', 'portside/image.tar/linux/amd64'],
    ['docker-archive:/tmp/tmp.Xabcdef/image.tar', undefined, 'portside/image.tar'],
    ['/home/runner/work/_temp/image.tar', undefined, 'portside/image.tar'],
    ['/work/3f2a1c4d-0b1e/image.tar', undefined, 'portside/image.tar'],
    ['/tmp/a/image.tar', undefined, 'portside/a/image.tar'],
    ['oci-archive:/tmp/b/image.tar', undefined, 'portside/b/image.tar'],
    ['a/image.tar', undefined, 'portside/a/image.tar'],
    ['b/image.tar', undefined, 'portside/b/image.tar'],
    ['oci:build/layout:1', undefined, 'portside/build/layout'],
    ['../../x', '../y', 'portside/x/y'],
  ])('gives %s (%s) the category %s', (image, platform, expected) => {
    expect(sarifCategory(image, platform)).toBe(expected);
  });

  it('has no empty field among those that GitHub requires', () => {
    for (const run of render(report()).runs) {
      expect(run.tool.driver.name).toBe('portside');
      for (const rule of run.tool.driver.rules ?? []) {
        expect(rule.shortDescription?.text).toMatch(/./);
        expect(rule.fullDescription?.text).toMatch(/./);
        expect(rule.help?.text).toMatch(/./);
        expect(rule.help?.markdown).toMatch(/./);
      }
      for (const result of run.results ?? []) {
        expect(result.message.text).toMatch(/./);
        expect(result.locations).toHaveLength(1);
        expect(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
        expect(result.partialFingerprints?.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:1$/);
      }
    }
  });

  it('has the same fingerprint after the finding moves to another line', () => {
    const finding = lint();
    const moved = {
      ...finding,
      location: { path: 'Dockerfile', startLine: 9, startColumn: 1, endLine: 9, endColumn: 2 },
    };
    expect(only(moved).result?.partialFingerprints).toEqual(
      only(finding).result?.partialFingerprints,
    );
  });

  it.each([
    ['critical', 9.8, '9.8', 'error'],
    ['critical', 9, '9.5', 'error'],
    ['high', 7.5, '7.5', 'error'],
    ['low', 9.8, '2.0', 'note'],
    ['medium', undefined, '5.5', 'warning'],
    ['info', undefined, '0.0', 'note'],
  ] as const)(
    'rates %s with CVSS %s as security-severity %s and level %s',
    (severity, score, expected, level) => {
      const { rule, result } = only(
        vulnerability('CVE-1', 'zlib', {
          severity,
          details: { cvss: score === undefined ? undefined : { score } },
        }),
      );
      expect(rule?.properties?.['security-severity']).toBe(expected);
      expect(result?.level).toBe(level);
    },
  );

  it('does not tag a maintainability rule as a security rule', () => {
    const { rule } = only(lint({ rule: 'StageNameCasing', severity: 'low' }));
    expect(rule?.properties?.['problem.severity']).toBe('recommendation');
    expect(rule?.properties).not.toHaveProperty('security-severity');
    expect(rule?.properties?.tags).not.toContain('security');
  });

  it('describes a CVE with all affected packages', () => {
    const { runs } = render(
      report({ findings: [vulnerability('CVE-1', 'zlib'), vulnerability('CVE-1', 'minizip')] }),
    );
    const rules = runs[1]?.tool.driver.rules ?? [];
    expect(rules).toHaveLength(1);
    expect(rules[0]?.help?.markdown).toContain('| `zlib` | `1.0` | `1.1` |');
    expect(rules[0]?.help?.markdown).toContain('| `minizip` | `1.0` | `1.1` |');
  });

  it('leaves out findings that are fixed or that the policy suppresses', () => {
    const findings = [
      lint({ status: 'fixed' }),
      lint({ status: 'excepted' }),
      lint({ status: 'existing' }),
    ];
    expect(render(report({ findings })).runs[0]?.results).toHaveLength(1);
  });

  it.each([
    ['/etc/passwd', 'etc/passwd'],
    ['../../outside', 'outside'],
    ['./app/Dockerfile', 'app/Dockerfile'],
    ['debian:12', 'debian%3A12'],
    ['http://x/y', 'http%3A/x/y'],
    ['a b/ü#?%.txt', 'a%20b/%C3%BC%23%3F%25.txt'],
    ['a\\b', 'a/b'],
    ['\ud800', '%EF%BF%BD'],
    ['..', 'Dockerfile'],
  ])('writes the path %j as the relative URI %s', (path, uri) => {
    const location = { path, startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 };
    expect(
      only(lint({ location })).result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    ).toBe(uri);
  });

  it('has a finding about a base image in the run of the repository, which closes its alert', () => {
    const base = lint({ rule: 'PST010', check: 'trust', subject: { image: 'debian:13' } } as never);
    const { runs } = render(report({ findings: [base] }));
    expect(categories(runs)).toEqual(categories(render(report({ findings: [] })).runs));
    expect(runs[0]?.results?.map(({ ruleId }) => ruleId)).toEqual(['PST010']);
  });

  it.each([
    ['dockerfile', 'app/Dockerfile'],
    ['manifest', 'compose.yaml'],
  ] as const)('has a finding without a place and an image at the first %s', (kind, name) => {
    const finding = lint({ location: undefined } as never);
    const { runs } = render(report({ findings: [finding], targets: [{ kind, name }] }));
    const [{ physicalLocation } = {}] = runs[0]?.results?.[0]?.locations ?? [];
    expect(physicalLocation?.artifactLocation?.uri).toBe(name);
  });

  it('locates a finding without a line at the first line of the image’s Dockerfile', () => {
    const { location: _, ...finding } = vulnerability('CVE-1', 'zlib');
    expect(only(finding).result?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'Dockerfile' },
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    });
  });

  it('links related locations from the message', () => {
    const at = { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 };
    const { result } = only(lint({ related: [{ location: at, message: 'first [copied] here' }] }));
    expect(result?.message.text).toBe('Pin the version of curl [first \\[copied\\] here](1)');
    expect(result?.relatedLocations?.[0]?.id).toBe(1);
  });
});

it('a result lists the places and platforms of a package, at most 20 places', () => {
  const paths = Array.from({ length: 25 }, (_, i) => `opt/${i}`);
  const platforms = ['linux/arm64'];
  const { result } = only(vulnerability('CVE-1', 'zlib', { subject: { paths, platforms } }));
  expect(result?.properties).toMatchObject({ paths: paths.slice(0, 20), platforms });
});

describe('GitHub’s limits on SARIF', () => {
  it('keep the 5,000 most severe results, and a notification counts the rest', () => {
    const { log, dropped } = buildSarifLog(large(6_000), context());
    const run = log.runs[1];
    expect(run?.results).toHaveLength(5_000);
    expect(run?.results?.at(-1)?.level).toBe('note');
    expect(run?.results?.filter((r) => r.level === 'error')).toHaveLength(2_400);
    expect(dropped).toEqual([
      'The 1000 least urgent findings of portside/registry.example-5000/shop/app/linux/amd64 are not in the SARIF file: code scanning accepts 5000 results per run',
    ]);
    expect(run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text).toBe(dropped[0]);
  });

  it('allow 20 runs, and a sentence names each run that is left out', () => {
    const targets = Array.from({ length: 25 }, (_, i) => ({
      kind: 'image' as const,
      name: `app${i}`,
    }));
    const { log, dropped } = buildSarifLog(report({ targets, findings: [] }), context());
    expect(log.runs).toHaveLength(20);
    expect(dropped).toHaveLength(5);
  });

  it('bound tags, names, descriptions and messages', () => {
    const long = 'x'.repeat(50_000);
    const { rule, result } = only(
      vulnerability(long, long, {
        message: long,
        tags: Array.from({ length: 40 }, (_, i) => `t${i}`),
        details: {
          summary: long,
          references: Array.from({ length: 400 }, () => `https://e.org/${long}`),
        },
      }),
    );
    expect(rule?.properties?.tags?.length).toBeLessThanOrEqual(10);
    expect(rule?.name?.length ?? 0).toBeLessThanOrEqual(255);
    expect(rule?.shortDescription?.text.length).toBeLessThanOrEqual(1_024);
    expect(rule?.fullDescription?.text.length).toBeLessThanOrEqual(1_024);
    expect(rule?.help?.markdown?.length).toBeLessThanOrEqual(20_000);
    expect(result?.message.text?.length).toBeLessThanOrEqual(4_100);
  });

  it('allow links to 100 related locations', () => {
    const at = { path: 'Dockerfile', startLine: 4, startColumn: 1, endLine: 4, endColumn: 2 };
    const related = Array.from({ length: 1_100 }, () => ({ location: at, message: 'here' }));
    expect(only(lint({ related })).result?.relatedLocations).toHaveLength(100);
  });
});

describe('the help of a rule', () => {
  const helpWith = (title: string) => {
    const finding = lint({ rule: 'OWN-1', message: 'Pin the version' });
    const planned = { ...step('0a1b2c', { title }), findings: [finding.fingerprint] };
    const run = render(report({ findings: [finding], plan: { steps: [planned] } })).runs.find(
      ({ results }) => results?.length,
    );
    return run?.tool.driver.rules?.[0]?.help?.text;
  };

  it('has what to do and the step of the plan as two sentences', () => {
    expect(helpWith('rebuild')).toMatch(/^Pin the version\. What clears it: Rebuild: clears .*\.$/);
  });

  it('has the step only, if that has the same words', () => {
    expect(helpWith('pin the `version`')).toMatch(/^What clears it: Pin the version: clears .*\.$/);
  });
});
