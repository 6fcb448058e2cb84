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
  // A reusable workflow has the token of its caller.
  ['on: workflow_call\njobs:\n  build:\n    runs-on: x\n    steps: [{ run: docker build . }]', []],
  [
    'on: [workflow_call, push]\njobs:\n  build:\n    runs-on: x\n    steps: [{ run: docker build . }]',
    ['build'],
  ],
]);
