import { describe, expect, test } from '@jest/globals';
import { isDockerfileContent } from '../../src/dockerfile/dockerfile-content.js';

const WHOLE = '# syntax=docker/dockerfile:1\n\nARG V=3.24\nFROM alpine:$V AS build\nRUN make\n';

describe('a file of any name is a Dockerfile by its content', () => {
  const names = ['build.txt', 'images/web', 'Dockerfile.xml', 'dockerfile_test.sh', 'x.dockerfile'];
  test.each(names)('%s', (name) => {
    expect(isDockerfileContent(name, WHOLE)).toBe(true);
    expect(isDockerfileContent(name, `\ufeff${WHOLE.replaceAll('\n', '\r\n')}`)).toBe(true);
  });
});

test.each([
  ['a shell script', '#!/bin/sh\nFROM=alpine\ndocker build .\n'],
  ['XML', '<?xml version="1.0"?>\n<a/>\n'],
  ['TOML', '[image]\nname = "a"\n'],
  ['Terraform', 'resource "docker_image" "a" {\n}\n'],
  ['a part without a base', 'RUN apk add curl\nCOPY . .\n'],
  ['a workflow', 'name: Dockerfile\non: push\njobs: {}\n'],
  ['Python', 'from os import path\n'],
])('a name that begins like that of a Dockerfile does not make one of %s', (_, text) => {
  for (const name of ['Dockerfile.sh', 'Dockerfile-x', 'dockerfile_y', 'z.txt'])
    expect(isDockerfileContent(name, text)).toBe(false);
});

test.each([
  ['an Ollama model', 'FROM llama3\nPARAMETER temperature 1\nSYSTEM """You are"""\n'],
  ['a query', 'FROM users\nWHERE id = 1\n'],
  ['a sentence', 'From docker\nRUN it now\n'],
  ['one line', 'FROM scratch\n'],
  ['an Earthfile', 'VERSION 0.8\nFROM alpine\nbuild:\n  RUN make\n'],
])('another name needs the base and an instruction: %s has not', (_, text) => {
  expect(isDockerfileContent('Modelfile', text)).toBe(false);
});

test('a first line such as that of a program hides no Dockerfile', () => {
  const text = '#!/usr/bin/env docker\nFROM debian:13\nRUN true\n';
  for (const name of ['Dockerfile', 'Dockerfile.prod', 'x'])
    expect(isDockerfileContent(name, text)).toBe(true);
});

test('a damaged Dockerfile stays one by its name', () => {
  for (const text of ['', '<<<<<<< HEAD\n', '#!/bin/sh\n', 'FORM alpine\n'])
    for (const name of ['Dockerfile', 'a/Containerfile', 'b.Dockerfile', 'Dockerfile.j2'])
      expect(isDockerfileContent(name, text)).toBe(true);
  expect(isDockerfileContent('Dockerfile.dev', 'FORM alpine\n')).toBe(true);
  expect(isDockerfileContent('Dockerfile.tmpl.dev', '{{ template "base" }}\nRUN a\n')).toBe(true);
  expect(isDockerfileContent('Dockerfile.x', '# syntax=acme/x\nINCLUDE base\n')).toBe(true);
});

test.each(['\n', ' \n', '#\n', '#', ' ', '\\\n', 'ARG a\n'])(
  'a million of %j stops nothing, and hides no Dockerfile behind it',
  (part) => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length));
    for (const name of ['Dockerfile.x', 'x']) isDockerfileContent(name, text);
    // A comment has no end without a line break.
    const isHidden = part === '#';
    expect(isDockerfileContent('x', `${text}FROM a:1\nRUN b\n`)).toBe(!isHidden);
  },
);
