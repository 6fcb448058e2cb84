import { describe, expect, it } from '@jest/globals';
import { applyFixes } from '../../../src/core/fix.js';
import type { OwnStart, RuntimeNeeds } from '../../../src/core/runtime-needs.js';
import { lintManifest } from '../../../src/manifests/lint.js';
import { NOW } from '../../now.js';
import { manifestOf } from '../lint-text.js';

const NEEDS: RuntimeNeeds = {
  image: 'app:1',
  writable: [
    { path: '/run', uid: 0, gid: 0, mode: 0o755, evidence: 'programs write to it by convention' },
    {
      path: '/run/app',
      uid: 101,
      gid: 102,
      mode: 0o750,
      evidence: 'app.conf:2 names /run/app/a.pid',
    },
    { path: '/tmp', uid: 0, gid: 0, mode: 0o1777, evidence: 'programs write to it by convention' },
  ],
  volumes: ['/data'],
  ports: [],
  rootReason: 'it listens on port 80',
  capabilities: [
    { name: 'CHOWN', evidence: 'start.sh:3 changes owners' },
    { name: 'SETUID', evidence: 'start.sh:4 becomes app' },
  ],
};
const { rootReason: _, ...OTHERS } = NEEDS;
const AS_USER: RuntimeNeeds = {
  ...OTHERS,
  user: { uid: 101, gid: 102, name: 'app', evidence: 'start.sh:4 becomes app' },
  capabilities: [],
};
const RULES = ['DEP-ROFS', 'DEP-CAPDROP', 'DEP-NONROOT', 'DEP-NNP'];

const others = (name: string, ...words: string[]): OwnStart => ({ others: [{ name, words }] });

/** The findings of the rules, and the text after their fixes. */
function lint(text: string, needs: RuntimeNeeds | undefined) {
  const findings = lintManifest(manifestOf(text), {
    now: NOW,
    leastPrivilege: 'propose',
    needsOf: () => needs,
  }).filter(({ rule }) => RULES.includes(rule));
  const fixes = findings.flatMap(({ fix }) => fix ?? []);
  const advice = Object.fromEntries(
    findings.flatMap(({ rule, advice: own }) => (own === undefined ? [] : [[rule, own]])),
  );
  return { fixed: applyFixes(text, fixes).text, advice, fixes };
}

const COMPOSE = 'services:\n  app:\n    image: app:1\n';
const POD =
  'kind: Pod\nmetadata: { name: p }\nspec:\n  containers:\n    - name: c\n      image: app:1\n';

describe('fixes that suit the image', () => {
  it('a service gets the folders and the capabilities of its image', () => {
    const { fixed, advice, fixes } = lint(COMPOSE, NEEDS);
    expect(fixed).toBe(`${COMPOSE.trimEnd()}
    cap_drop: [ALL]
    cap_add:
      - CHOWN
      - SETUID
    security_opt: [no-new-privileges:true]
    read_only: true
    tmpfs:
      - /run:uid=0,gid=0,mode=755
      - /run/app:uid=101,gid=102,mode=750
      - /tmp
`);
    expect(advice).toEqual({
      'DEP-NONROOT': 'No fix is offered: app:1 has to start as root, because it listens on port 80',
    });
    expect(fixes.map(({ description }) => description)).toEqual([
      'Drop all capabilities, and add CHOWN, SETUID: start.sh:3 changes owners; start.sh:4 becomes app',
      'Disallow privilege escalation: nothing that app:1 starts has the setuid bit or runs sudo',
      'Make the root file system read-only, and mount /run, /run/app, /tmp: app.conf:2 names /run/app/a.pid',
    ]);
  });

  it('each fix sets the user that the others depend on', () => {
    const { fixes } = lint(COMPOSE, AS_USER);
    for (const fix of fixes.filter(({ description }) => !description.startsWith('Disallow')))
      expect(applyFixes(COMPOSE, [fix]).text).toContain('user: "101:102"\n    tmpfs:');
    const { fixed } = lint(COMPOSE, AS_USER);
    expect(fixed.match(/user:/g)).toHaveLength(1);
    expect(lint(fixed, AS_USER).fixes).toEqual([]);
  });

  it('a container gets empty volumes for the folders', () => {
    const { fixed } = lint(POD, AS_USER);
    expect(fixed).toBe(`${POD.trimEnd()}
      securityContext:
        capabilities:
          drop: [ALL]
        runAsNonRoot: true
        runAsUser: 101
        runAsGroup: 102
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
      volumeMounts:
        - { name: c-run, mountPath: /run }
        - { name: c-run-app, mountPath: /run/app }
        - { name: c-tmp, mountPath: /tmp }
  volumes:
    - { name: c-run, emptyDir: {} }
    - { name: c-run-app, emptyDir: {} }
    - { name: c-tmp, emptyDir: {} }
`);
    expect(lint(fixed, AS_USER).fixes).toEqual([]);
  });

  it.each([
    ['persistentVolumeClaim: { claimName: d }', 'fsGroup: 102'],
    ['emptyDir: {}', undefined],
    ['hostPath: { path: /d }', undefined],
  ])('a container with another user gets the group for a volume of %s: %s', (source, group) => {
    const text = `${POD}      volumeMounts: [{ name: d, mountPath: /srv }]\n  volumes: [{ name: d, ${source} }]\n`;
    const { fixed } = lint(text, AS_USER);
    expect(fixed.match(/fsGroup: .*/)?.[0]).toBe(group);
  });

  it('a fix says that an emptyDir is open to all, where the folder of the image is not', () => {
    const [folder] = NEEDS.writable;
    const needs = {
      ...NEEDS,
      writable: [{ ...folder, path: '/srv/keys', mode: 0o700 }],
    } as RuntimeNeeds;
    const said = (text: string) =>
      lint(text, needs)
        .fixes.map(({ description }) => description)
        .join('\n');
    expect(said(POD)).toContain('; /srv/keys has mode 700, and an emptyDir 777');
    expect(said(COMPOSE)).not.toContain('emptyDir');
  });

  it('folders that are mounted already are left out', () => {
    const text = `${COMPOSE}    tmpfs: [/run]\n    volumes: [tmp:/tmp/]\n    cap_add: [CAP_CHOWN]\n`;
    const { fixed } = lint(text, NEEDS);
    expect(fixed).toContain('tmpfs: [/run]\n');
    expect(fixed).toContain('cap_add: [CAP_CHOWN, SETUID]');
  });

  it.each<[string, string, Partial<RuntimeNeeds>, string]>([
    [
      'DEP-ROFS',
      COMPOSE,
      { writesReason: 'start.sh:2 installs packages' },
      'No fix is offered: app:1 does not run on a read-only root file system as it is, because start.sh:2 installs packages',
    ],
    [
      'DEP-NNP',
      POD,
      { privilegeReason: 'start.sh:2 runs sudo' },
      'No fix is offered: app:1 does not run with no-new-privileges, because start.sh:2 runs sudo',
    ],
    [
      'DEP-CAPDROP',
      COMPOSE,
      { capabilityReason: 'start.sh:2 runs sudo' },
      'No fix is offered: app:1 may not run without the default capabilities, because start.sh:2 runs sudo',
    ],
    [
      'DEP-CAPDROP',
      `${COMPOSE}    volumes: [./files:/data]\n`,
      {},
      'No fix is offered: app:1 may not run without the default capabilities, because the owner of ./files, mounted at /data, is not known',
    ],
  ])('%s offers no fix that the image contradicts', (rule, text, change, expected) => {
    expect(lint(text, { ...AS_USER, ...change }).advice[rule]).toBe(expected);
  });

  it.each<[string, string, OwnStart]>([
    [COMPOSE, 'command: [serve, --all]', { cmd: ['serve', '--all'] }],
    [COMPOSE, 'command: serve "a b"', { cmd: ['serve', 'a b'] }],
    [COMPOSE, 'entrypoint: [run]', { entrypoint: ['run'], cmd: [] }],
    [COMPOSE, 'user: "1000"', { user: '1000' }],
    [COMPOSE, 'working_dir: /srv', { workingDir: '/srv' }],
    [POD, '  command: [run]', { entrypoint: ['run'], cmd: [] }],
    [POD, '  args: [serve]', { cmd: ['serve'] }],
    [POD, '  securityContext: { runAsUser: 7, runAsGroup: 8 }', { user: '7:8' }],
    [COMPOSE, 'healthcheck: { test: curl x }', others('healthcheck', '/bin/sh', '-c', 'curl x')],
    [
      COMPOSE,
      'healthcheck: { test: [CMD-SHELL, curl x] }',
      others('healthcheck', '/bin/sh', '-c', 'curl x'),
    ],
    [COMPOSE, 'healthcheck: { test: [CMD, sudo, x] }', others('healthcheck', 'sudo', 'x')],
    [
      COMPOSE,
      'post_start: [{ command: [chown, x], user: root }]',
      { others: [{ name: 'hook', words: ['chown', 'x'], user: 'root' }] },
    ],
    [
      POD,
      '  lifecycle: { postStart: { exec: { command: [sudo] } } }',
      others('postStart hook', 'sudo'),
    ],
    [POD, '  startupProbe: { exec: { command: [x] } }', others('startupProbe', 'x')],
  ])('the needs are those of the start of the manifest (%#)', (text, line, start) => {
    const asked: OwnStart[] = [];
    lintManifest(manifestOf(`${text}    ${line}\n`), {
      now: NOW,
      leastPrivilege: 'propose',
      needsOf: (_, own) => {
        asked.push(own);
        return NEEDS;
      },
    });
    expect(asked).toContainEqual(start);
  });

  it.each([
    [COMPOSE, 'volumes: ["./s:/start.sh"]', 'another file at /start.sh'],
    [
      COMPOSE,
      'volumes: [{ type: bind, source: ./s, target: /start.sh }]',
      'another file at /start.sh',
    ],
    [
      COMPOSE,
      'volumes: ["./bin:/usr/bin"]',
      'a folder at /usr/bin, which hides /usr/bin/serve of the image',
    ],
    [COMPOSE, 'configs: [{ source: c, target: /start.sh }]', 'another file at /start.sh'],
    [COMPOSE, 'configs: [start.sh]', 'another file at /start.sh'],
    [COMPOSE, 'tmpfs: /usr/bin', 'a folder at /usr/bin, which hides /usr/bin/serve of the image'],
    [
      POD,
      '  volumeMounts: [{ name: v, mountPath: /start.sh, subPath: s }]',
      'another file at /start.sh',
    ],
  ])('no fix rests on a file that a mount hides (%#)', (text, line, reason) => {
    const { advice, fixes } = lint(`${text}    ${line}\n`, {
      ...NEEDS,
      files: ['/start.sh', '/usr/bin/serve'],
    });
    expect(fixes).toEqual([]);
    expect(advice['DEP-NNP']).toBe(
      `No fix is offered: what app:1 needs is not known, because the manifest mounts ${reason}`,
    );
  });

  it.each([
    [COMPOSE, 'command: [serve, $NAME]', 'the value of command is only known when it starts'],
    [COMPOSE, 'command: serve && other', 'the value of command is only known when it starts'],
    [COMPOSE, 'user: $NAME', 'the value of user is only known when it starts'],
    [POD, '  args: [serve, $(NAME)]', 'the value of args is only known when it starts'],
    [POD, '  command: { a: b }', 'the value of command is only known when it starts'],
    [POD, '  securityContext: { runAsUser: app }', 'runAsUser is no number'],
  ])('no fix is offered for a start that cannot be read (%#)', (text, line, reason) => {
    const { advice } = lint(`${text}    ${line}\n`, NEEDS);
    expect(advice['DEP-ROFS']).toBe(
      `No fix is offered: what app:1 needs is not known, because ${reason}`,
    );
  });

  it.each([COMPOSE, POD])('a fix for an image that was not read says so (%#)', (text) => {
    const { fixes, advice } = lint(text, undefined);
    expect(fixes.length).toBeGreaterThan(2);
    for (const { description } of fixes)
      expect(description).toMatch(/^[^.]+\. The image was not read: try this first$/);
    expect(advice).toEqual({});
  });

  it('a fix says that nothing was found', () => {
    const nothing = { ...NEEDS, writable: [], capabilities: [] };
    expect(lint(COMPOSE, nothing).fixes.map(({ description }) => description)).toEqual([
      'Drop all capabilities, and add none: nothing found in app:1 needs one',
      expect.stringMatching(/^Disallow/),
      'Make the root file system read-only, and mount nothing: nothing found in app:1 needs more',
    ]);
  });

  it('of an image whose needs are not known, no fix is offered', () => {
    const findings = lintManifest(manifestOf(COMPOSE), {
      now: NOW,
      leastPrivilege: 'propose',
      needsOf: () => ({ image: 'app:1', unknown: 'its user is no account of it' }),
    }).filter(({ rule }) => RULES.includes(rule));
    expect(findings.flatMap(({ fix }) => fix ?? [])).toEqual([]);
    for (const { advice } of findings) expect(advice).toContain('its user is no account of it');
  });
});

it.each(['off', undefined] as const)(
  'nothing is proposed that the policy does not ask for: %s',
  (leastPrivilege) => {
    const context = { now: NOW, leastPrivilege, needsOf: () => AS_USER };
    const found = lintManifest(manifestOf(COMPOSE), context).filter(({ rule }) =>
      RULES.includes(rule),
    );
    expect(found.map(({ rule }) => rule).sort()).toEqual([...RULES].sort());
    expect(found.flatMap(({ fix, advice }) => fix ?? advice ?? [])).toEqual([]);
  },
);
