import { watchPrograms } from '../programs.js';
import { defineHardeningRule } from '../rule.js';

const TOOLS: ReadonlySet<string> = new Set([
  ...['gcc', 'g++', 'cc', 'c++', 'clang', 'make', 'cmake', 'ld', 'as', 'go', 'rustc', 'javac'],
  ...['gdb', 'gdbserver', 'strace', 'ltrace', 'perf', 'tcpdump', 'tshark'],
  ...['nmap', 'nc', 'ncat', 'netcat', 'socat', 'telnet', 'curl', 'wget', 'ftp', 'git', 'svn'],
]);

/** Source: CIS Docker Benchmark 4.3. */
export default defineHardeningRule({
  id: 'IMG-COMPILER',
  name: 'no-build-tools',
  clearedBy: 'removal',
  severity: 'low',
  severityReason:
    'Programs that help an attacker who is in the container; info for those of the base image',
  ruleSet: 'all',
  practice: 'minimal-containers',
  title: 'Build, debugging or download tools are in the image',
  why: 'An attacker can use them to download and build programs, to open connections and to inspect other processes.',
  remediation:
    'Build in a separate stage and copy the result, and use the -slim variant of the base image',
  tags: ['cis:4.3'],
  wrong: 'RUN apt-get install -y gcc make && make',
  right: 'COPY --from=build /src/app /usr/local/bin/app',
  check(subject, report) {
    return watchPrograms(TOOLS, subject, report, (list, inBase) =>
      inBase
        ? `Base image has tools to build, debug or download: ${list}`
        : `Image has tools to build, debug or download: ${list}`,
    );
  },
});
