import { describe, expect, it } from '@jest/globals';
import { buildPlan } from '../../src/dockerfile/build-plan.js';
import { parse } from './parse-text.js';

describe('the build plan', () => {
  const file = parse(
    [
      'ARG V=12',
      'FROM debian:$V AS base',
      'SHELL ["/bin/bash", "-c"]',
      'RUN one',
      'FROM base AS tool',
      'RUN two',
      'FROM scratch',
      'COPY --from=tool --chown=1 /a /b',
      'CMD ["/b"]',
    ].join('\n'),
  );

  it('has the steps of the parent stages first, each with its shell', () => {
    const plan = buildPlan(file, { target: 'tool' });
    expect(plan?.steps.map(({ keyword, location }) => `${location.startLine}:${keyword}`)).toEqual([
      '3:SHELL',
      '4:RUN',
      '6:RUN',
    ]);
    expect(plan?.steps.map(({ shell }) => shell[0])).toEqual(['/bin/sh', '/bin/bash', '/bin/bash']);
  });

  it('has the base image, with build arguments', () => {
    const base = (buildArgs?: ReadonlyMap<string, string>) =>
      buildPlan(file, { target: 'tool', buildArgs })?.base;
    expect(base()).toMatchObject({ reference: 'debian:12', location: { startLine: 2 } });
    expect(base(new Map([['V', '13']]))?.reference).toBe('debian:13');
  });

  it('is that of the last stage by default', () => {
    const [copy, command] = buildPlan(file)?.steps ?? [];
    expect(copy?.from).toMatchObject({ stage: 'tool', location: { startLine: 5 } });
    expect(copy?.flags).toEqual(
      new Map([
        ['from', 'tool'],
        ['chown', '1'],
      ]),
    );
    expect(command?.exec).toEqual(['/b']);
  });

  it('is undefined for a stage that does not exist', () => {
    expect(buildPlan(file, { target: 'none' })).toBeUndefined();
  });
});
