import { expect, it, test } from '@jest/globals';
import type { Finding } from '../../../src/core/finding.js';
import { renderProvedVex } from '../../../src/reports/compliance/proved-vex.js';
import { applyVex } from '../../../src/vulnerabilities/vex/apply.js';
import { parseVex } from '../../../src/vulnerabilities/vex/read.js';
import { context, report, vulnerability } from '../sample.js';

const PURL = 'pkg:golang/golang.org/x/net@0.30.0';
const APP = { kind: 'image', name: 'ghcr.io/acme/app:1', digest: `sha256:${'a'.repeat(64)}` };
const WEB = { kind: 'image', name: 'ghcr.io/acme/web:1', digest: `sha256:${'b'.repeat(64)}` };
const WHY = 'none of the functions html.Parse is linked into usr/bin/app';

/** A finding about the Go module in an image, with this evidence. */
function finding(result: string, over: Partial<Finding> = {}, image = APP.name): Finding {
  const evidence = { result, reason: WHY, programs: [] };
  const subject = { image, purl: PURL };
  return vulnerability('CVE-1', 'net', { subject, ...over, details: { evidence } } as never);
}

const render = (findings: readonly Finding[], targets: readonly object[] = [APP, WEB]) =>
  renderProvedVex(report({ findings, targets: targets as never }), context());
const statementsOf = (...findings: readonly Finding[]) =>
  JSON.parse(render(findings) ?? '{"statements":[]}').statements;
const productOf = ({ name, digest }: typeof APP) => {
  const repository = name.replace(':1', '');
  return `pkg:oci/${repository.slice(-3)}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository)}`;
};

it('says that an image is not affected by what is not linked, with the proof', () => {
  expect(statementsOf(finding('not-linked'))).toEqual([
    {
      vulnerability: { name: 'CVE-1' },
      products: [{ '@id': productOf(APP), subcomponents: [{ '@id': PURL }] }],
      status: 'not_affected',
      justification: 'vulnerable_code_not_present',
      impact_statement: WHY,
    },
  ]);
});

test.each(['linked', 'loaded', 'no-evidence', 'unknown'])(
  'nothing is proved by the evidence %s',
  (result) => {
    expect(render([finding(result)])).toBeUndefined();
  },
);

it('has a statement for each image, about this image', () => {
  const found = statementsOf(finding('not-linked'), finding('not-linked', {}, WEB.name));
  expect(found.map(({ products }: { products: { '@id': string }[] }) => products[0])).toEqual([
    expect.objectContaining({ '@id': productOf(APP) }),
    expect.objectContaining({ '@id': productOf(WEB) }),
  ]);
  const one = statementsOf(finding('not-linked'), finding('linked', {}, WEB.name));
  expect(one).toHaveLength(1);
  expect(one[0].products[0]['@id']).toBe(productOf(APP));
});

it('says nothing about a package that is affected elsewhere in the image, by any id', () => {
  const open = finding('linked', { rule: 'GO-1', aliases: ['CVE-1'] });
  expect(render([finding('not-linked'), open])).toBeUndefined();
  expect(render([open, finding('not-linked')])).toBeUndefined();
});

it('repeats no exception of a policy or VEX document, and no finding of the baseline', () => {
  const vex = { source: 'vex', document: 'd', status: 'not_affected', reason: 'r' } as const;
  expect(render([finding('loaded', { status: 'excepted', exception: vex })])).toBeUndefined();
  expect(render([finding('not-linked', { status: 'fixed' })])).toBeUndefined();
  expect(statementsOf(finding('not-linked', { status: 'excepted', exception: vex }))).toMatchObject(
    [{ impact_statement: WHY }],
  );
});

it('says nothing about a finding without a package, or of an image that is not in the report', () => {
  const subject = { image: APP.name };
  expect(render([finding('not-linked', { subject })])).toBeUndefined();
  expect(render([finding('not-linked')], [WEB])).toBeUndefined();
  expect(render([finding('not-linked')], [{ ...APP, kind: 'sbom' }])).toBeUndefined();
});

it('has each statement once, as OpenVEX demands', () => {
  expect(statementsOf(finding('not-linked'), finding('not-linked'))).toHaveLength(1);
});

it('suppresses, read again, the finding in the image with this digest only', () => {
  const text = render([finding('not-linked')]) ?? '';
  const documents = [parseVex('proved', JSON.parse(text))];
  const statusIn = (digest: string) =>
    applyVex([finding('unknown')], documents, { name: 'other', digest }).findings[0]?.status;
  expect(statusIn(APP.digest)).toBe('excepted');
  expect(statusIn(WEB.digest)).toBe('new');
});
