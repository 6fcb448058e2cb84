import type { LabelType } from '../../../src/dockerfile/lint-config.js';
import { testRule } from './test-rule.js';

const settings = { labelSchema: new Map<string, LabelType>([['key', 'semver']]) };

testRule('DL3056', {
  examples: { labelSchema: new Map([['org.example.version', 'semver']]) },
  reported: [
    ['FROM a:1\nLABEL key="1.0"', '2:"1.0"', settings],
    ['FROM a:1\nLABEL key="v1.0.0"', '2:"v1.0.0"', settings],
    ['FROM a:1\nLABEL key="01.0.0"', '2:"01.0.0"', settings],
    ['FROM a:1\nLABEL key="1.0.0-01"', '2:"1.0.0-01"', settings],
  ],
  silent: [
    ['FROM a:1\nLABEL key="1.0.0"', settings],
    ['FROM a:1\nLABEL key="1.2.3-rc.1+b.2"', settings],
    ['FROM a:1\nLABEL key="$UNKNOWN"', settings],
    ['FROM a:1\nLABEL other="1.0"', settings],
  ],
});
