import type { Detector } from './detector.js';

/** Every kind of secret that is looked for. */
export const detectors: readonly Detector[] = [
  {
    id: 'private-key',
    what: 'a private key',
    severity: 'critical',
    confidence: 'high',
    keywords: ['private key'],
    pattern:
      /(?<secret>-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----)[\s\\nr]{0,8}[A-Za-z0-9+/=:\- ]{20}/dg,
    reference: 'https://www.rfc-editor.org/rfc/rfc7468',
  },
  {
    id: 'github-token',
    what: 'a GitHub token',
    severity: 'critical',
    confidence: 'high',
    keywords: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    pattern:
      /(?<![A-Za-z0-9_])(?<secret>gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9_])/dg,
    reference:
      'https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github',
  },
  {
    id: 'aws-access-key',
    what: 'an AWS access key id',
    severity: 'high',
    confidence: 'high',
    keywords: ['akia', 'asia'],
    pattern: /(?<![A-Za-z0-9])(?<secret>(?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])/dg,
    accept: (secret) => !secret.endsWith('EXAMPLE'),
    reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html',
  },
];
