import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'hash']]) };

testRule('DL3055', {
  examples: { labelSchema: new Map([['org.example.revision', 'hash']]) },
  reported: [
    ['FROM a:1\nLABEL key="main"', '2:"main"', settings],
    ['FROM a:1\nLABEL key="aaaaaaaa"', '2:"aaaaaaaa"', settings],
    ['FROM a:1\nLABEL key="AAAAAAA"', '2:"AAAAAAA"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="7a1b2c3"', settings],
    ['FROM a:1\nLABEL key="aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="main"', settings],
  ],
});
