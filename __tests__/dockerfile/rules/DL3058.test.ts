import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'email']]) };

testRule('DL3058', {
  examples: { labelSchema: new Map([['org.example.maintainer', 'email']]) },
  reported: [
    ['FROM a:1\nLABEL key="me"', '2:"me"', settings],
    ['FROM a:1\nLABEL key="a@"', '2:"a@"', settings],
    ['FROM a:1\nLABEL key="@b"', '2:"@b"', settings],
    ['FROM a:1\nLABEL key="a b@example.org"', '2:"a b@example.org"', settings],
    ['FROM a:1\nLABEL key="a..b@c"', '2:"a..b@c"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="a.b+c@example.org"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="me"', settings],
  ],
});
