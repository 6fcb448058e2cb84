import { describe, expect, test } from '@jest/globals';
import { supportOf } from '../../src/dockerfile/base-image-support.js';

describe('what a tag tells about the end of support', () => {
  test.each<[reference: string, what: string[]]>([
    ['debian:9', ['debian 9']],
    ['docker.io/library/debian:9.13-slim', ['debian 9']],
    ['debian:stretch-slim', ['debian stretch']],
    ['ubuntu:18.04', ['ubuntu 18.04']],
    ['ubuntu:bionic', ['ubuntu bionic']],
    ['python:3.8.20-slim-buster', ['python 3.8', 'debian buster']],
    ['node:14-alpine3.12', ['node 14', 'alpine 3.12']],
    ['node:buster', ['debian buster']],
    ['alpine:3.12.1', ['alpine 3.12']],
    ['mcr.microsoft.com/dotnet/sdk:6.0', ['dotnet 6']],
    ['debian', []],
    ['debian:latest', []],
    ['acme/debian:9', []],
    ['localhost:5000/debian:9', []],
    ['debian:999', []],
  ])('%s', (reference, what) => {
    expect(supportOf(reference).map((support) => support.what)).toEqual(what);
  });
});
