import { describe, expect, it } from '@jest/globals';
import { manifestOf } from '../lint-text.js';
import { service, withDollars } from '../rule-cases.js';

const notesOf = (text: string) => manifestOf(withDollars(text)).notes.join('\n');

describe('a Compose file', () => {
  it.each([
    service('environment: { A: "§{B}" }'),
    service('image: x:§{TAG}').replace('    image: x:1\n', ''),
    service('privileged: §{P:-false}'),
    service('hostname: "{{.Node.Hostname}}"'),
    service('volumes: ["data-{{.Task.Slot}}:/data"]'),
    service('command: "{{ x }}"'),
    service('cap_add: !reset null'),
    'services:\n',
    'services: { a: !reset null }\n',
    'services: {}\nvolumes: { a: }\nnetworks: { b: null }\nx-a: 3\n',
  ])('%j is checked completely', (text) => {
    expect(notesOf(text)).toBe('');
  });

  it.each([
    ['services: [a]\n', 'Line 1: services is a list, not a map, so it was not checked'],
    ['services:\n  web:\n', 'Line 2: services.web has no value, but must be a map'],
    ['services:\n  web: x:1\n', 'services.web is a single value, not a map'],
    [service('cap_add: ALL'), 'Line 4: services.app.cap_add is a single value, not a list'],
    [service('privileged: [true]'), 'privileged is a list, not true or false'],
    [service('privileged: §{P}'), 'privileged is a placeholder'],
    [service('network_mode: §NET'), 'network_mode is a placeholder'],
    [service('privileged: sometimes'), 'privileged is not true or false'],
    [service('env_file: [null, []]'), 'env_file[1] is a list, not a single value or a map'],
    [service('image: "{{ registry }}/x"').replace('image: x:1\n', ''), 'image is a placeholder'],
    ['include: { path: a }\nservices: {}\n', 'include is a map, not a list'],
    ['services: {}\n---\nservices: {}\n', 'Line 3: only the first document was checked'],
  ])('%j is checked in part: %s', (text, note) => {
    expect(notesOf(text)).toContain(note);
  });
});
