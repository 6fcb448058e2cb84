import { testRule } from '../rule-cases.js';

testRule('GHA-TOKEN', [
  ['on: push\njobs:\n  build:\n    runs-on: x\n    steps: [{ run: docker build . }]', ['build']],
  [
    'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: x\n    steps: []',
    ['write-all'],
  ],
  ['on: push\npermissions: {}\njobs:\n  build:\n    runs-on: x\n    steps: []', []],
  [
    'on: push\njobs:\n  build:\n    permissions: { contents: read }\n    runs-on: x\n    steps: []',
    [],
  ],
]);
