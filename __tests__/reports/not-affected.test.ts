import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { REPORT_FORMATS } from '../../src/reports/all-formats.js';
import { context, report, vulnerability } from './sample.js';

const reason = 'none of the functions net/http.Get is linked into usr/bin/tool';
const finding = vulnerability('CVE-2026-77', 'openssl', {
  status: 'excepted',
  exception: { source: 'evidence', reason },
  message: `openssl 1.0 is not affected by CVE-2026-77: ${reason}`,
});
const render = (id: string): string => {
  return String(REPORT_FORMATS.get(id)?.render(report({ findings: [finding] }), context()));
};

describe('a vulnerability whose code is in no program', () => {
  test.each(['text', 'markdown', 'html', 'json', 'cyclonedx', 'junit'])(
    'is shown with the reason by the format %s',
    (id) => {
      expect(render(id)).toContain(reason);
    },
  );

  test.each(['sarif', 'gitlab', 'code-quality', 'checkstyle', 'github'])(
    'is left out by the format %s, which has no word for it',
    (id) => {
      expect(render(id)).not.toContain('CVE-2026-77');
    },
  );

  it('is called not affected, apart from what the policy suppresses', () => {
    expect(render('text')).toContain('1 not affected');
    expect(render('markdown')).toContain('1 not affected: the vulnerable Go code');
    for (const id of ['text', 'markdown', 'html', 'junit'])
      expect(render(id)).not.toContain('suppressed by');
  });

  it('is not affected with its code not present in CycloneDX', () => {
    expect(JSON.parse(render('cyclonedx')).vulnerabilities).toEqual([
      expect.objectContaining({
        id: 'CVE-2026-77',
        analysis: { state: 'not_affected', justification: 'code_not_present', detail: reason },
      }),
    ]);
  });

  it('is valid in the JSON report', () => {
    const schema = JSON.parse(readFileSync('docs/report.schema.json', 'utf8'));
    expect(new Ajv2020({ strict: false }).validate(schema, JSON.parse(render('json')))).toBe(true);
  });
});
