import { describe, expect, it } from '@jest/globals';
import { manifestOf } from '../lint-text.js';
import { container, pod, securityContext, withDollars } from '../rule-cases.js';

const COMPLETE = container('');
const notesOf = (text: string) => {
  const { notes, withoutContainers } = manifestOf(withDollars(text));
  return [...notes, ...withoutContainers];
};

describe('a Kubernetes object', () => {
  it.each([
    COMPLETE,
    'kind: ConfigMap\ndata: { a: "{{ x }} §{Y}" }\n',
    `${COMPLETE}---\n---\n# nothing\n`,
    'kind: List\nitems:\n',
    'kind: Gadget\nspec: { template: 3, "{{ x }}": "{{ x }}" }\n',
    container('args: ["{{ x }}", "§{X}"]\n      env: [{ name: A, value: "§{X}" }]'),
    container('image: x:1\n      env: [{ name: A, value: "§(B)" }]').replace('image: x:1\n', '\n'),
    // kubebuilder writes such a sample for each kind of a project.
    'apiVersion: batch.example.com/v1\nkind: CronJob\nspec:\n  # TODO: add fields here\n',
    'kind: PodList\nitems: [{ spec: { containers: [{ image: x }] } }]\n',
  ])('%j is checked completely', (text) => {
    expect(notesOf(text)).toEqual([]);
  });

  it.each([
    ['kind: Pod\nspec: null\n', 'Line 2: spec has no value, but must be a map'],
    ['kind: Pod\n', 'Line 1: Pod has no containers to check'],
    ['kind: Pod\nmetadata: { name: p }\nspec: { containers: [] }\n', 'Line 2: Pod "p" has no'],
    ['kind: Job\nspec: { template: }\n', 'Line 2: spec.template has no value'],
    [pod('containers: { a: { image: x } }'), 'Line 4: spec.containers is a map, not a list'],
    [pod('containers: [a]'), 'spec.containers[0] is a single value, not a map'],
    [pod('containers: [null]'), 'spec.containers[0] has no value'],
    [securityContext('privileged: maybe'), 'securityContext.privileged is not true or false'],
    [securityContext('privileged: "{{ .Values.p }}"'), 'privileged is a placeholder'],
    [securityContext('runAsUser: "§{UID}"'), 'runAsUser is a placeholder'],
    [securityContext('runAsUser: root'), 'runAsUser is not a number'],
    [container('').replace('x:1', '"<%= image %>"'), 'containers[0].image is a placeholder'],
    [container('').replace('x:1', '§IMAGE'), 'containers[0].image is a placeholder'],
    ['kind: pod\n', 'Line 1: kind "pod" is unknown, use "Pod", so it was not checked'],
    ['Kind: Pod\n', 'Line 1: the object has no kind'],
    [`${COMPLETE}---\n- a\n`, 'Line 9: the object has no kind'],
    ['kind: "{{ kind }}"\n', 'kind is a placeholder'],
    ['kind: List\nitems: { a: b }\n', 'items is not a list'],
    ['kind: Role\nrules: { verbs: ["*"] }\n', 'rules is a map, not a list'],
    [
      'kind: Rollout\nspec: { template: { spec: { containers: { a: 1 } } } }\n',
      'spec.template.spec.containers is a map',
    ],
  ])('%j is checked in part: %s', (text, note) => {
    expect(notesOf(text).join('\n')).toContain(note);
  });

  it('names five places at most and counts the others', () => {
    const text = `kind: Role\nrules: [${Array(9).fill('a').join(', ')}]\n`;
    const notes = notesOf(text);
    expect(notes).toHaveLength(6);
    expect(notes.at(-1)).toBe('4 more places have values that were not checked');
  });
});
