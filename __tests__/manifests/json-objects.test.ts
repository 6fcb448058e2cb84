import { describe, expect, it } from '@jest/globals';
import { isJsonObject, jsonParts } from '../../src/manifests/json-objects.js';

describe('a JSON text', () => {
  it.each([
    '{"apiVersion":"v1","kind":"Pod"}',
    '\ufeff\n\t{ "kind" : "List",\r\n "items": [{"kind":"x"}], "apiVersion" : "v1" }',
    '{"metadata":{"name":"}\\"{"},"apiVersion":"apps/v1","kind":"Deployment","spec":',
    '{"apiVersion":"argoproj.io/v1alpha1","kind":"Workflow"}',
  ])('%j is an object', (text) => {
    expect(isJsonObject(text)).toBe(true);
  });

  it.each([
    '[{"apiVersion":"v1","kind":"Pod"}]',
    '{"a":{"apiVersion":"v1","kind":"Pod"}}',
    '{"apiVersion":"v1"}',
    '{"kind":"Pod"}',
    '{"apiVersion":"1.0","kind":"Pod"}',
    '{"kind":"discovery#restDescription","apiVersion":"v1"}',
    '{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition"}',
    '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview"}',
    '{"apiVersion":"v1","kind":"Config"}',
    '{"$schema":"http://json-schema.org/draft-07/schema#","properties":{"apiVersion":{"type":"string"},"kind":{}}}',
    '{"swagger":"2.0","definitions":{"v1":{"x-kubernetes-group-version-kind":[{"kind":"Pod","version":"v1"}]}}}',
    '{"name":"a","lockfileVersion":3,"packages":{"":{"na',
    'apiVersion: v1\nkind: Pod\n',
    '{{ if }}{"apiVersion":"v1","kind":"Pod"}',
    '{}',
  ])('%j is none', (text) => {
    expect(isJsonObject(text)).toBe(false);
  });

  it.each([
    '',
    ' \n',
    '{"metadata":{"name":"a',
    '{"apiVersion":"v1","items":[{"kind":"P',
    '{"apiVersion":"ap',
  ])('that begins with %j can be one', (text) => {
    expect(isJsonObject(text)).toBeUndefined();
  });

  it('is searched in linear time', () => {
    expect(isJsonObject(`{"${'\\"'.repeat(2_000_000)}`)).toBeUndefined();
    expect(jsonParts('{}'.repeat(500_000), 1000)).toHaveLength(1000);
  });
});

it('objects one after the other keep their lines and columns', () => {
  expect(jsonParts('{"a":"}{"}\n\n{} {"b":\n[{}]}\n', 10)).toEqual([
    { text: '{"a":"}{"}', linesBefore: 0 },
    { text: '          \n\n{}', linesBefore: 0 },
    { text: '   {"b":\n[{}]}', linesBefore: 2 },
  ]);
});
