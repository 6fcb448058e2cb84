import { testRule } from './test-rule.js';

testRule('InvalidDefinitionDescription', {
  reported: [
    [
      '# check=experimental=InvalidDefinitionDescription\n\n# the version\nARG V\n# V the version\nARG V\n\n# note\n#\nFROM a:1 AS b',
      '4:ARG',
    ],
    [
      '# check=experimental=InvalidDefinitionDescription\n# a part\n\nFROM a:1 AS b\n# a part\n \t\nARG V\n# note\nARG W',
      '9:ARG',
    ],
  ],
  silent: ['# the version\nARG V\nFROM a:1'],
});
