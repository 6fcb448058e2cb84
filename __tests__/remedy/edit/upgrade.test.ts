import { describe, expect, it } from '@jest/globals';
import { edited } from './edit-text.js';

function upgrade(text: string, manager: string, line = 2): string {
  return edited(text, { kind: 'upgrade', path: 'Dockerfile', line, manager });
}

/** The instruction after FROM, before and after. */
const TABLE: Readonly<Record<string, readonly [manager: string, before: string, after: string]>> = {
  'apt-get update': [
    'apt',
    'RUN apt-get update -qq && apt-get install -y curl',
    'RUN apt-get update -qq && apt-get upgrade -y && apt-get install -y curl',
  ],
  'apt-get update on a line of its own': [
    'apt',
    'RUN set -x; \\\n    apt-get update > /dev/null \\\n    # why\n && apt-get install -y curl',
    'RUN set -x; \\\n    apt-get update > /dev/null && apt-get upgrade -y \\\n    # why\n && apt-get install -y curl',
  ],
  'a list with semicolons': [
    'apt',
    'RUN set -e; apt update; apt install -y curl',
    'RUN set -e; apt update; apt upgrade -y; apt install -y curl',
  ],
  'a heredoc': [
    'apt',
    'RUN <<EOF\n  set -e\n  apt-get update\n  apt-get install -y curl\nEOF',
    'RUN <<EOF\n  set -e\n  apt-get update\n  apt-get upgrade -y\n  apt-get install -y curl\nEOF',
  ],
  'apk add': [
    'apk',
    'RUN apk add --no-cache curl',
    'RUN apk upgrade --no-cache && apk add --no-cache curl',
  ],
  'dnf install': [
    'dnf',
    'RUN x && dnf -y install curl && dnf clean all',
    'RUN x && dnf upgrade -y && dnf -y install curl && dnf clean all',
  ],
};

describe('an upgrade', () => {
  it.each(Object.keys(TABLE))('is added to %s, and a second run changes nothing', (name) => {
    const row = TABLE[name];
    if (!row) throw new Error(name);
    const [manager, before, after] = row;
    expect(upgrade(`FROM x:1\n${before}\n`, manager)).toBe(`FROM x:1\n${after}\n`);
    expect(upgrade(`FROM x:1\n${after}\n`, manager)).toMatch(/^unchanged: /);
  });

  it.each([
    ['apt', 'apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*'],
    ['apk', 'apk upgrade --no-cache'],
    ['microdnf', 'microdnf upgrade -y && microdnf clean all'],
  ])('is a RUN of its own after the FROM of a stage, for %s', (manager, command) => {
    const before = 'FROM x:1 AS a\r\nRUN apt-get update\r\nFROM y:1\r\nCOPY . .\r\n';
    const after = before.replace('FROM y:1', `FROM y:1\r\nRUN ${command}`);
    expect(upgrade(before, manager, 3)).toBe(after);
    expect(upgrade(after, manager, 3)).toMatch(/^unchanged: /);
  });

  it.each([
    ['an exec form', 'RUN ["apt-get", "update"]'],
    ['a condition', 'RUN if x; then apt-get update; fi'],
    ['sudo', 'RUN sudo apt-get update && sudo apt-get install x'],
    ['an alternative', 'RUN apt-get update || true && apt-get install x'],
    ['a RUN without an update', 'RUN apt-get install x'],
  ])('is not added to %s', (_what, run) => {
    expect(upgrade(`FROM x:1\n${run}\n`, 'apt')).toMatch(/^refused: /);
  });
});
