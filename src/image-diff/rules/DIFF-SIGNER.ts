import { defineRule } from '../rule.js';

export default defineRule({
  id: 'DIFF-SIGNER',
  name: 'no-lost-signer',
  severity: 'low',
  practice: 'image-security',
  title: 'Change removes the verified signature of the image or its base image',
  why: 'The image before was signed by a known signer, so nobody else could replace it. Whoever can push the new one can change it.',
  remediation: 'Use a base image that its publisher signs, or sign the image',
  references: ['https://docs.sigstore.dev/cosign/verifying/verify/'],
  wrong: 'FROM docker.io/someone/node:22',
  right: 'FROM cgr.dev/chainguard/node:22',
  matches: (change) => change.kind === 'setting' && change.losesSigner === true,
});
