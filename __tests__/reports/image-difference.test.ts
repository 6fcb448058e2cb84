import { describe, expect, it, test } from '@jest/globals';
import type { ImageChange, ImageDifference } from '../../src/core/image-difference.js';
import { DIFFERENCE_FORMATS } from '../../src/reports/image-difference.js';

const render = (format: string, difference: ImageDifference) =>
  DIFFERENCE_FORMATS[format]?.([difference]) ?? '';

function difference(changes: readonly ImageChange[]): ImageDifference {
  const image = (name: string) => ({ name, size: 1_000_000 });
  const counts = { high: 0, medium: 0, low: 0, info: 0 };
  for (const { risk } of changes) counts[risk]++;
  return {
    before: image('app:1'),
    after: image('app:2'),
    changes,
    counts,
    noise: [],
    sizes: [],
    limits: [],
    gaps: [],
  };
}

const file = (path: string, risk: ImageChange['risk'] = 'info'): ImageChange => ({
  kind: 'file',
  change: 'added',
  path,
  risk,
  message: `New file ${path}`,
});

describe('the text', () => {
  it('says so when nothing changes', () => {
    expect(render('text', difference([]))).toBe(
      'app:1 → app:2\nNo change. Size: 1.0 MB → 1.0 MB\n',
    );
  });

  it('counts more than ten changes of little risk by folder, and lists the others', () => {
    const many = Array.from({ length: 30 }, (_, i) => file(`app/node_modules/a/${i}.js`));
    const text = render('text', difference([file('opt/x', 'high'), ...many]));
    expect(text).toContain('high    New file opt/x');
    expect(text).toContain('info    30 files added in app/node_modules/');
    expect(text.split('\n').length).toBeLessThan(8);
  });

  it('names what was left out and what was not compared', () => {
    const text = render('text', {
      ...difference([]),
      noise: [{ kind: 'logs', files: 2 }],
      gaps: ['a layer is missing'],
    });
    expect(text).toContain('each build changes them: logs (2 files)');
    expect(text).toContain('Not compared: a layer is missing');
    expect(text).toContain('No change in what was compared.');
    expect(text).not.toContain('No change.');
  });
});

test.each(['text', 'markdown', 'json'])('hostile names stay text in %s', (format) => {
  const hostile = '\u202e::error::x\u001b[31m<img src=x>@admin\n| a | `b`';
  const text = render(format, difference([file(hostile, 'high')]));
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('\u202e');
  expect(text).not.toMatch(/^::error/m);
  if (format === 'markdown') expect(text).not.toContain('<img');
});

it('JSON has every change', () => {
  const many = Array.from({ length: 30 }, (_, i) => file(`app/${i}`));
  const parsed = JSON.parse(render('json', difference(many)));
  expect(parsed.schema).toBe('portside-difference/1');
  expect(parsed.differences[0].changes).toHaveLength(30);
});
