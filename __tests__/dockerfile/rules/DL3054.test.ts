import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'spdx']]) };

testRule('DL3054', {
  examples: { labelSchema: new Map([['org.example.licenses', 'spdx']]) },
  reported: [
    ['FROM a:1\nLABEL key="mine"', '2:"mine"', settings],
    ['FROM a:1\nLABEL key="MIT AND"', '2:"MIT AND"', settings],
    ['FROM a:1\nLABEL key="(MIT"', '2:"(MIT"', settings],
    ['FROM a:1\nLABEL key="MIT Apache-2.0"', '2:"MIT Apache-2.0"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="MIT"', settings],
    ['FROM a:1\nLABEL key="Apache-2.0 OR (MIT AND 0BSD)"', settings],
    ['FROM a:1\nLABEL key="GPL-2.0-only WITH Classpath-exception-2.0"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="mine"', settings],
  ],
});
