import { testRule } from './test-rule.js';

testRule('PS0035', {
  reported: [
    [
      'FROM a:1\nRUN aws configure set aws_access_key_id x',
      '2:aws configure set aws_access_key_id x',
    ],
  ],
  silent: [
    'FROM a:1\nRUN --mount=type=secret,id=a gcloud auth activate-service-account\nRUN aws s3 ls',
  ],
});
