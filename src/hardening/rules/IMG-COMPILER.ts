import { watchPrograms } from '../programs.js';
import { defineRule } from '../rule.js';

const TOOLS: ReadonlySet<string> = new Set([
  ...['gcc', 'g++', 'cc', 'c++', 'clang', 'make', 'cmake', 'ld', 'as', 'go', 'rustc', 'javac'],
  ...['gdb', 'gdbserver', 'strace', 'ltrace', 'perf', 'tcpdump', 'tshark'],
  ...['nmap', 'nc', 'ncat', 'netcat', 'socat', 'telnet', 'curl', 'wget', 'ftp', 'git', 'svn'],
]);

/** Source: CIS Docker Benchmark 4.3. */
export default defineRule({
  id: 'IMG-COMPILER',
  name: 'no-build-tools',
  severity: 'low',
  practice: 'minimal-containers',
  title: 'Build, debugging or download tools are left in the image',
  why: 'They are an intruder’s tools too: they fetch, build, listen and look into other processes.',
  remediation:
    'Build in a stage of its own and copy the result; where the base image brings them, take its -slim variant.',
  tags: ['cis:4.3'],
  wrong: 'RUN apt-get install -y gcc make && make',
  right: 'COPY --from=build /src/app /usr/local/bin/app',
  check(subject, report) {
    return watchPrograms(TOOLS, subject, report, (list, inBase) =>
      inBase
        ? `The base image has tools to build, debug or download: ${list}.`
        : `Tools to build, debug or download are left: ${list}.`,
    );
  },
});
