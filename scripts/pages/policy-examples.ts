/** A use of each key of the policy, with the keys below it, for docs/reference/policy-keys.md. A test reads each. */
export const POLICY_EXAMPLES: Readonly<Record<string, string>> = {
  extends: 'extends: strict',
  'fail-on': `fail-on:
  severity: high
  fixable: true
  new: true
  known-exploited: true
  epss: 0.1
  grace-days: 7
  checks:
    secret: { severity: low }
    hardening: { severity: none }`,
  'allow-incomplete': 'allow-incomplete: [malware]',
  'allow-uncovered': `allow-uncovered:
  - { check: vulnerability, target: "ghcr.io/acme/scratch-*" }
  - check: manifest
    target: charts/shop
    reason: The deploy job renders it
    until: 2099-12-31`,
  image: 'image: app:ci',
  images: 'images: [api:ci, worker:ci]',
  advisories: `advisories:
  path: advisories
  maximum-age-days: 5
  vex: [app.vex.json]`,
  registries: 'registries: [docker.io/library, ghcr.io/acme]',
  licenses: `licenses:
  deny: [AGPL-3.0-*, SSPL-1.0]
  allow: [MIT, Apache-2.0, BSD-?-Clause]
  unknown: warn`,
  trust: `trust:
  - images: ghcr.io/acme/*
    signed-by:
      - issuer: https://token.actions.githubusercontent.com
        subject: https://github.com/acme/app/.github/workflows/*
        repository: github.com/acme/app
        ref: refs/heads/main
        trigger: push
        runner-environment: github-hosted
    provenance:
      slsa-level: 3
      source: github.com/acme/app
      builder: https://github.com/acme/build/.github/workflows/build.yml
      branch: main
      condition: build.level >= 3 && build.ref.startsWith('refs/heads/')
    attestations:
      - type: https://acme.example/test-result/v1
        signed-by: { key: keys/tests.pub }
        condition: predicate.result == 'PASSED'
      - type: cyclonedx
        signed-by:
          issuer: https://token.actions.githubusercontent.com
          subject: https://github.com/acme/app/.github/workflows/*
          repository: github.com/acme/app
          ref: refs/heads/main
          trigger: push
          runner-environment: github-hosted
  - images: ghcr.io/partner/*
    signed-by: [{ key: keys/partner.pub }, { key: keys/review.pub }]
    required-signers: 2
    signed-identity: ghcr.io/partner/*
    provenance: { source: github.com/partner/app, tag: v1.2.0 }
    trusted-root: keys/trusted_root.json
    require-tlog: true
  - images: ghcr.io/preview/*
    signed-by:
      issuer: https://token.actions.githubusercontent.com
      subject: https://github.com/acme/preview/*
    provenance: { source: github.com/acme/preview, ref: refs/pull/*/merge }
    insecure-ignore-tlog: true`,
  'base-images': 'base-images: ignore',
  'deployed-images': 'deployed-images: all',
  'package-provenance': 'package-provenance: not-in-forks',
  'minimum-age-days': 'minimum-age-days: 7',
  'fix-pull-request': 'fix-pull-request: rescan',
  'least-privilege': 'least-privilege: propose',
  exceptions: `exceptions:
  - rule: CVE-2024-1234
    package: openssl
    path: usr/lib/*
    image: ghcr.io/acme/app
    reason: The vulnerable function is not called
    owner: platform-team
    until: 2099-12-31
  - rule: PSP004
    license: AGPL-3.0-*
    reason: Called as a program`,
  lower: `lower:
  builder-stages: true
  paths: ["**/tests/**"]`,
  'ignore-comments': 'ignore-comments: deny-new',
  'rule-set': 'rule-set: all',
  rules: `rules:
  - id: ORG-001
    severity: high
    when: subject.license.contains("AGPL")
    message: package under the AGPL`,
};
