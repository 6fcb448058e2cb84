import { expect, it } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { planOf } from '../../../src/remedy/plan/plan-of.js';
import { proofOf } from '../../../src/remedy/plan/proof.js';
import { lint, vulnerability } from '../../reports/sample.js';

const planFor = (findings: readonly Finding[]) =>
  planOf({ findings, targets: [], rules: new Map() });

const names = ['openssl', 'curl', 'zlib1g'];
const before = [...names.map((name) => vulnerability(`CVE-${name}`, name)), lint()];
const earlier = { of: 'main', plan: planFor(before) };

/** The findings of a run, of which some are fixed. */
function after(fixed: readonly string[], change: (finding: Finding) => Finding = (f) => f) {
  return before.map(
    (finding): Finding =>
      fixed.includes(finding.rule) ? { ...finding, status: 'fixed' } : change(finding),
  );
}

const proof = (findings: readonly Finding[]) => proofOf(earlier, findings, planFor(findings));

it('counts the findings of the steps that are done', () => {
  const all = after(['CVE-openssl', 'CVE-curl', 'CVE-zlib1g']);
  expect(proof(all)).toEqual({ of: 'main', promised: 3, cleared: 3, left: [] });
});

it('says of each finding that is left what it needs now', () => {
  const some = after(['CVE-openssl', 'CVE-curl'], (finding) =>
    finding.rule === 'CVE-zlib1g'
      ? vulnerability('CVE-zlib1g', 'zlib1g', { details: { fixed: null } })
      : finding,
  );
  expect(proof(some)).toMatchObject({
    promised: 3,
    cleared: 2,
    left: [{ reason: 'CVE-zlib1g in zlib1g: wait for fixes of Debian' }],
  });
});

it('does not count what the policy accepts as cleared', () => {
  const exception = { source: 'policy', rule: 'x', reason: 'r', policy: 'p', line: 1 } as const;
  const some = after(['CVE-openssl', 'CVE-curl'], (finding) =>
    finding.rule === 'CVE-zlib1g' ? { ...finding, status: 'excepted', exception } : finding,
  );
  expect(proof(some)?.left.map(({ reason }) => reason)).toEqual([
    'CVE-zlib1g in zlib1g: excepted by the policy',
  ]);
});

it('does not count findings of which nothing is known', () => {
  const some = after(['CVE-openssl', 'CVE-curl']).filter(({ rule }) => rule !== 'CVE-zlib1g');
  expect(proof(some)).toMatchObject({ promised: 2, cleared: 2, left: [] });
});

it('is absent if no step is done, or only the distribution published a fix', () => {
  expect(proof(after([]))).toBeUndefined();
  const waiting = vulnerability('CVE-1', 'a', { details: { fixed: null } });
  const old = { of: 'main', plan: planFor([waiting]) };
  const gone: Finding[] = [{ ...waiting, status: 'fixed' }];
  expect(proofOf(old, gone, planFor(gone))).toBeUndefined();
});

it('does not count a finding as cleared that is in another line now', () => {
  const at = (startLine: number) => ({
    ...{ path: 'Dockerfile', startLine, startColumn: 1, endLine: startLine, endColumn: 9 },
  });
  const [first, second] = [4, 9].map((line) =>
    lint({ location: at(line), fingerprint: `${line}` }),
  );
  const old = { of: 'main', plan: planFor([first, second] as Finding[]) };
  const gone = [first, second].map((one) => ({ ...one, status: 'fixed' }) as Finding);
  const moved = lint({ location: at(5), fingerprint: '5', status: 'new' });
  expect(proofOf(old, [...gone, moved], planFor([moved]))).toEqual({
    ...{ of: 'main', promised: 1, cleared: 1, left: [] },
  });
  const one = [gone[0], moved] as Finding[];
  expect(proofOf(old, one, planFor([moved]))).toBeUndefined();
});

it('follows the findings of the plan to the fingerprints that they have in this run', () => {
  const renamed = (finding: Finding): Finding => ({
    ...finding,
    fingerprint: `new ${finding.fingerprint}`,
  });
  const now = after(['CVE-openssl', 'CVE-curl']).map(renamed);
  const follow = (fingerprint: string) => `new ${fingerprint}`;
  expect(proofOf({ ...earlier, follow }, now, planFor(now))).toMatchObject({
    promised: 3,
    cleared: 2,
  });
  expect(proofOf(earlier, now, planFor(now))).toBeUndefined();
});

it.each(['joined', 'includes'])('takes no finding for cleared that is %s in another', (how) => {
  const now = after(['CVE-openssl', 'CVE-curl'])
    .filter(({ rule }) => rule !== 'CVE-zlib1g')
    .concat(lint({ fingerprint: 'whole', [how]: [before[2]?.fingerprint ?? ''] }));
  expect(proof(now)).toMatchObject({ promised: 3, cleared: 2 });
});

it('does not count a finding as cleared that is in another tag of its image', () => {
  const inTag = (tag: string, status: Finding['status']) =>
    lint({
      ...{ status, fingerprint: tag, message: `app:${tag} runs as root` },
      ...{ subject: { image: `app:${tag}` }, location: undefined },
    });
  const old = { of: 'main', plan: planFor([inTag('1', 'new')]) };
  const now = [inTag('1', 'fixed'), inTag('2', 'new')];
  expect(proofOf(old, now, planFor(now))).toBeUndefined();
});

it('counts each finding once, and says nothing that only a forged plan says', () => {
  const all = after(['CVE-openssl']);
  const [step] = earlier.plan.steps;
  const forged = {
    of: 'main',
    plan: {
      steps: [
        { ...step, title: 'FORGED', findings: [...(step?.findings ?? []), 'unknown'] },
        { ...step, id: 'again', title: 'FORGED', notes: ['FORGED'] },
      ],
    } as typeof earlier.plan,
  };
  const result = proofOf(forged, all, planFor(all));
  expect(result).toMatchObject({ promised: 3, cleared: 1 });
  expect(JSON.stringify(result)).not.toContain('FORGED');
});

it('takes no finding for cleared that is both fixed and there', () => {
  const all = [...after(['CVE-openssl', 'CVE-curl', 'CVE-zlib1g']), ...before];
  expect(proof(all)).toBeUndefined();
});

it.each<{ of: string; made: readonly string[]; promised: number; more: number | undefined }>([
  { of: 'a made edit', made: ['image'], promised: 3, more: 2 },
  { of: 'edits that the files do not have', made: [], promised: 5, more: undefined },
])('counts the findings that went with a step apart, of $of', ({ made, promised, more }) => {
  const [step] = earlier.plan.steps;
  const image = { kind: 'image', path: 'Dockerfile', line: 1, from: 'a:1', to: 'a:2' } as const;
  const rebuild = { kind: 'rebuild', path: 'Dockerfile', command: [] } as const;
  const other = (id: string) => vulnerability(`CVE-${id}`, id, { fingerprint: id });
  const gone = [...before.slice(0, 3), other('a'), other('b')].map(
    (finding): Finding => ({ ...finding, status: 'fixed' }),
  );
  const [first, ...rest] = [gone.slice(0, 3), gone.slice(3)].map((some, i) => ({
    ...(step as NonNullable<typeof step>),
    ...{ id: `${i}`, path: 'Dockerfile', findings: some.map(({ fingerprint }) => fingerprint) },
    change: i === 0 ? image : rebuild,
  }));
  const old = { of: 'main', plan: { steps: first ? [first, ...rest] : [] } };
  const isMade = ({ kind }: { readonly kind: string }) => made.includes(kind);
  const result = proofOf(old, gone, { steps: [] }, isMade);
  expect(result).toEqual({
    ...{ of: 'main', promised, cleared: promised, left: [] },
    ...(more !== undefined && { more }),
  });
});

it('names what a step did not clear whose edit the files have', () => {
  const isMade = () => true;
  const image = { kind: 'image', path: 'Dockerfile', line: 1, from: 'a:1', to: 'a:2' } as const;
  const [first] = earlier.plan.steps.map((step) => ({ ...step, change: image }));
  const old = { of: 'main', plan: { steps: first ? [first] : [] } };
  const now = after([]);
  const result = proofOf(old, now, planFor(now), isMade);
  expect(result).toMatchObject({ promised: 3, cleared: 0 });
  expect(result?.left).toHaveLength(3);
  expect(proofOf(old, now, planFor(now), () => false)).toBeUndefined();
});

it('counts a done step whose image was not checked', () => {
  const old = { of: 'main', plan: planOf({ findings: before, targets: [], rules: new Map() }) };
  const [first, ...others] = old.plan.steps;
  const change = { kind: 'image', path: 'Dockerfile', line: 1, from: 'a:1', to: 'a:2' } as const;
  const plan = { steps: first ? [{ ...first, change }, ...others] : [] };
  const isMade = () => true;
  expect(proofOf({ of: 'main', plan }, [], { steps: [] }, isMade)).toEqual({
    ...{ of: 'main', promised: 0, cleared: 0, unchecked: 1, left: [] },
  });
  expect(proofOf({ of: 'main', plan }, [], { steps: [] }, () => false)).toBeUndefined();
});
