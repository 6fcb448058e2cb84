import { describe, expect, it } from '@jest/globals';
import { manifestOf, markedTexts, marksOf } from '../lint-text.js';

const CONTAINER = '{ name: a, image: x:1, securityContext: { privileged: true } }';

describe('the containers of a custom object are found', () => {
  it.each([
    ['a Tekton Task', `kind: Task\nspec: { steps: [${CONTAINER}] }\n`],
    ['a Tekton sidecar', `kind: Task\nspec: { sidecars: [${CONTAINER}] }\n`],
    [
      'a Tekton Pipeline',
      `kind: Pipeline\nspec: { tasks: [{ taskSpec: { steps: [${CONTAINER}] } }] }\n`,
    ],
    [
      'a custom pod template',
      `kind: Machine\nspec: { podTemplate: { spec: { containers: [${CONTAINER}] } } }\n`,
    ],
    [
      'an Argo Workflow',
      `kind: Workflow\nspec: { templates: [{ name: t, container: ${CONTAINER} }] }\n`,
    ],
    ['an Argo script', `kind: Workflow\nspec: { templates: [{ script: ${CONTAINER} }] }\n`],
    ['an operator', `kind: Prometheus\nspec: { initContainers: [${CONTAINER}] }\n`],
    [
      'an OpenShift template',
      `kind: Template\nobjects: [{ kind: Pod, spec: { containers: [${CONTAINER}] } }]\n`,
    ],
    [
      'what Argo Workflows adds to all templates',
      'kind: Workflow\nspec: { templateDefaults: { container: { securityContext: { privileged: true } } } }\n',
    ],
    [
      'what Tekton adds to all steps',
      'kind: Task\nspec: { stepTemplate: { securityContext: { privileged: true } } }\n',
    ],
    [
      'what an operator adds to its containers',
      'kind: Prometheus\nspec: { containers: [{ name: prometheus, securityContext: { privileged: true } }] }\n',
    ],
    [
      'a second place besides spec.template.spec',
      `kind: Rollout\nspec: { template: { spec: { containers: [{ name: b, image: y:1 }] } }, canary: { containers: [${CONTAINER}] } }\n`,
    ],
  ])('in %s', (_, text) => {
    expect(markedTexts('DEP-PRIV', text)).toEqual(['true']);
    expect(manifestOf(text).notes).toEqual([]);
  });

  it('and the options of the pod around them', () => {
    const text = `kind: App\nspec: { hostPID: true, containers: [${CONTAINER}] }\n`;
    expect(markedTexts('DEP-HOSTPID', text)).toEqual(['true']);
  });

  it.each([
    ['DEP-HOSTNET', 'argoproj.io/v1alpha1', 'hostNetwork: true', ['true']],
    [
      'DEP-HOSTPATH',
      'argoproj.io/v1alpha1',
      'volumes: [{ name: v, hostPath: { path: /x } }]',
      ['hostPath'],
    ],
    ['DEP-UID0', 'tekton.dev/v1', 'podTemplate: { securityContext: { runAsUser: 0 } }', ['0']],
    ['DEP-HOSTNET', 'policy/v1beta1', 'hostNetwork: true', []],
    ['DEP-HOSTNET', 'security.openshift.io/v1', 'hostNetwork: true', []],
  ])('and %s of an object of %s without containers: %s', (rule, version, spec, marked) => {
    const text = `apiVersion: ${version}\nkind: A\nspec: { serviceAccount: { create: true }, ${spec} }\n`;
    expect(markedTexts(rule, text)).toEqual(marked);
    expect(manifestOf(text).notes).toEqual([]);
  });

  it('with the names of their templates', () => {
    const text = `kind: Workflow\nmetadata: { name: w }\nspec: { templates: [{ name: t, container: { image: x } }, { script: { image: y } }] }\n`;
    expect(manifestOf(text).containers.map(({ name }) => name)).toEqual(['t', 'w']);
  });

  it('once where they are at spec.template.spec', () => {
    const text = `kind: Rollout\nspec: { template: { spec: { containers: [${CONTAINER}] } } }\n`;
    expect(manifestOf(text).containers).toHaveLength(1);
  });
});

describe('a missing key', () => {
  const container = '{ name: a, image: x@sha256:0 }';

  it('of a pod template is a finding', () => {
    const text = `kind: App\nspec: { podTemplate: { spec: { containers: [${container}] } } }\n`;
    expect(markedTexts('DEP-MEMLIMIT', text)).toHaveLength(1);
  });

  it.each([
    `kind: Task\nspec: { steps: [${container}] }\n`,
    `kind: Prometheus\nspec: { containers: [${container}, { name: prometheus }] }\n`,
  ])('of %j is none, because an operator decides about it', (text) => {
    expect(marksOf(manifestOf(text), text)).toEqual([]);
  });
});

describe('a custom object', () => {
  it.each([
    'kind: Build\nspec: { steps: [a, { run: b }], containers: 3, container: { name: web } }\n',
    'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec: { rules: [{ validate: { pattern: { spec: { containers: [{ image: "!*:latest" }] } } } }] }\n',
    'kind: CustomResourceDefinition\nspec: { schema: { properties: { containers: { items: { properties: { image: { type: string } } } } } } }\n',
    'kind: Task\nspec: { steps: [{ image: "$(params.image)" }] }\n',
    'kind: Workflow\nspec: { templates: [{ container: { image: "{{inputs.image}}" } }] }\n',
  ])('such as %j has no findings and no gap', (text) => {
    const manifest = manifestOf(text);
    expect([...marksOf(manifest, text), ...manifest.notes]).toEqual([]);
  });

  it.each([
    ['{ image: x:1, securityContext: { privileged: "{{ p }}" } }', 'privileged is a placeholder'],
    ['{ image: x:1, securityContext: 3 }', 'securityContext is a single value, not a map'],
  ])('with the step %s is checked in part: %s', (step, note) => {
    expect(manifestOf(`kind: Task\nspec: { steps: [${step}] }\n`).notes.join()).toContain(note);
  });
});
