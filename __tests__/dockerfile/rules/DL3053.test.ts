import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'rfc3339']]) };

testRule('DL3053', {
  examples: { labelSchema: new Map([['org.example.created', 'rfc3339']]) },
  reported: [
    ['FROM a:1\nLABEL key="2026-02-29T10:26:33Z"', '2:"2026-02-29T10:26:33Z"', settings],
    ['FROM a:1\nLABEL key="2026-03-10"', '2:"2026-03-10"', settings],
    ['FROM a:1\nLABEL key="2026-13-01T00:00:00Z"', '2:"2026-13-01T00:00:00Z"', settings],
    ['FROM a:1\nLABEL key="2026-03-10T24:00:00Z"', '2:"2026-03-10T24:00:00Z"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="2024-02-29T10:26:33Z"', settings],
    ['FROM a:1\nLABEL key="2026-03-10t10:26:33.5+01:00"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="2026-02-29T10:26:33Z"', settings],
  ],
});
