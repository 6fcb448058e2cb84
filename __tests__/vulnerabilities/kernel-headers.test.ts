import { describe, expect, test } from '@jest/globals';
import { isKernelHeaders, kernelHeadersNote } from '../../src/vulnerabilities/kernel-headers.js';
import { pkg } from './fixtures.js';

describe('headers of the Linux kernel', () => {
  test.each([
    'deb/debian/linux-libc-dev@6.1.1-1',
    'deb/debian/linux-libc-dev-arm64-cross@6.1.4-1cross1',
    'deb/debian/linux-headers-amd64@6.1.1-1',
    'deb/debian/linux-headers-6.1.0-18-common@6.1.1-1',
    'deb/debian/linux-kbuild-6.1@6.1.1-1',
    'deb/ubuntu/linux-headers-5.15.0-91-generic@5.15.0-91.101',
    'deb/ubuntu/linux-hwe-5.15-headers-5.15.0-91@5.15.0-91.101',
    'deb/ubuntu/linux-aws-headers-5.15.0-1050@5.15.0-1050',
    'rpm/redhat/kernel-headers@5.14.0-1.el9',
    'rpm/redhat/kernel-devel@5.14.0-1.el9',
    'rpm/redhat/kernel-64k-devel-matched@5.14.0-1.el9',
    'rpm/oracle/kernel-uek-devel@5.15.0-1.el9',
    'rpm/amzn/kernel6.12-headers@6.12.1-1.amzn2023',
    'rpm/opensuse/linux-glibc-devel@6.4-1',
    'apk/alpine/linux-headers@6.6-r0',
    'apk/alpine/linux-lts-dev@6.6.1-r0',
    'deb/debian/bpftool@7.1.0',
    'deb/debian/usbip@2.0-1',
    'deb/debian/linux-cpupower@6.1.1-1',
    'deb/debian/linux-perf-5.10@5.10.1-1',
    'deb/ubuntu/linux-tools-common@5.15.0-91.101',
    'deb/ubuntu/linux-aws-cloud-tools-5.15.0-1050@5.15.0-1050',
    'rpm/redhat/perf@5.14.0-1.el9',
    'rpm/redhat/kernel-tools-libs@5.14.0-1.el9',
    'apk/alpine/perf@6.6-r0',
  ])('or its tools are %s', (purl) => {
    expect(isKernelHeaders(pkg(purl))).toBe(true);
  });

  test.each([
    'deb/debian/linux-image-6.1.0-18-amd64@6.1.1-1',
    'deb/debian/linux-base@4.9',
    'deb/ubuntu/linux-modules-5.15.0-91-generic@5.15.0-91.101',
    'deb/debian/libc6-dev@2.36-9',
    'rpm/redhat/kernel@5.14.0-1.el9',
    'rpm/redhat/kernel-core@5.14.0-1.el9',
    'rpm/redhat/glibc-devel@2.34-1.el9',
    'rpm/redhat/kernel-modules@5.14.0-1.el9',
    'apk/alpine/linux-pam-dev@1.6.0-r0',
    'apk/alpine/linux-lts@6.6.1-r0',
    'npm/linux-headers@1.0.0',
  ])('are not %s', (purl) => {
    expect(isKernelHeaders(pkg(purl))).toBe(false);
  });

  test.each([
    ['linux', true],
    ['linux-6.1', true],
    ['linux-hwe-5.15', true],
    ['cross-toolchain-base', true],
    ['openssl', false],
    ['linuxptp', false],
  ])('of the source %s are of the kernel: %s', (name, expected) => {
    const headers = pkg('deb/debian/linux-libc-dev@1', { source: { name } });
    expect(isKernelHeaders(headers)).toBe(expected);
  });

  test('are counted in one sentence', () => {
    const of = (...names: string[]) => names.map((name) => pkg(`deb/debian/${name}@1`));
    expect(kernelHeadersNote([])).toEqual([]);
    expect(kernelHeadersNote(of('linux-libc-dev', 'linux-libc-dev'))).toEqual([
      '1 package with headers or tools of the Linux kernel only, without its code, does not have its vulnerabilities: linux-libc-dev',
    ]);
    expect(kernelHeadersNote(of('a', 'b', 'c', 'd', 'e'))).toEqual([
      '5 packages with headers or tools of the Linux kernel only, without its code, do not have its vulnerabilities: a, b, c, 2 more',
    ]);
  });
});
