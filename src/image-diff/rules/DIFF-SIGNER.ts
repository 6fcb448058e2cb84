import { defineDifferenceRule } from '../rule.js';

export default defineDifferenceRule({
  id: 'DIFF-SIGNER',
  name: 'no-lost-signer',
  severity: 'low',
  severityReason: 'PST rules rate it where a signature is required: for the reviewer to know',
  practice: 'image-security',
  title: 'Change removes or replaces the verified signer of the image or its base image',
  why: 'The image before was signed by a known signer or builder, so nobody else could replace it. Whoever can push the new one can change it, or has signed it with another identity.',
  remediation:
    'Use a base image that its publisher signs, or sign the image with the same identity',
  references: ['https://docs.sigstore.dev/cosign/verifying/verify/'],
  wrong: 'FROM docker.io/someone/node:22',
  right: 'FROM cgr.dev/chainguard/node:22',
  matches: (change) =>
    change.kind === 'setting' && (change.losesSigner === true || change.changesSigner === true),
});
