import { testRule } from '../rule-cases.js';

testRule('IMG-AGE', [
  [{ created: '2026-02-01T00:00:00Z' }, ['low FROM: Image was built 120 days ago']],
  [{ created: '1970-01-01T00:00:00Z' }, []],
  [{ created: 'yesterday' }, []],
  [{ created: '2026-05-01T00:00:00Z' }, []],
  [
    { created: '2026-05-31T00:00:00Z', history: [{ created: '2026-01-01T00:00:00Z' }] },
    ['low FROM: Base image was built 151 days ago'],
  ],
]);
