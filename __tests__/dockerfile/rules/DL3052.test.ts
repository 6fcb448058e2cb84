import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'url']]) };

testRule('DL3052', {
  examples: { labelSchema: new Map([['org.example.url', 'url']]) },
  reported: [
    ['FROM a:1\nLABEL key="example"', '2:"example"', settings],
    ['FROM a:1\nLABEL key="http://a b"', '2:"http://a b"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="https://example.org/a?b#c"', settings],
    ['FROM a:1\nLABEL key="mailto:a@example.org"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="example"', settings],
  ],
});
