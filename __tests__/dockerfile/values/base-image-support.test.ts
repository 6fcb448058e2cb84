import { describe, expect, test } from '@jest/globals';
import { baseImageSupport } from '../../../src/dockerfile/values/base-image-support.js';

describe('the products with an end of support that an image names', () => {
  test.each<[reference: string, products: string[]]>([
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
    ['registry.docker.com/library/ruby:3.2.2-slim', ['ruby 3.2']],
    ['public.ecr.aws/docker/library/node:18-alpine3.18', ['node 18', 'alpine 3.18']],
    ['public.ecr.aws/acme/node:18', []],
    ['nvidia/cuda:12.1.1-cudnn8-devel-ubuntu20.04', ['ubuntu 20.04']],
    ['mcr.microsoft.com/playwright:v1.40.0-focal', ['ubuntu focal']],
    ['bitnami/node:18.1.0-debian-11-r25', ['debian 11']],
    ['alpine:3.12-alpine3.11', ['alpine 3.12']],
    ['acme/app:1-debian11x', []],
    ['gcr.io/distroless/static-debian11:nonroot', ['debian 11']],
    ['gcr.io/distroless/static-debian11', ['debian 11']],
    ['gcr.io/distroless/static-debian12', ['distroless-debian 12']],
    ['gcr.io/distroless/static-debian13', ['debian 13']],
    ['quay.io/fedora/fedora:38', ['fedora 38']],
    ['quay.io/fedora/fedora-minimal:38', []],
    ['openjdk:8-jdk-alpine', ['openjdk']],
    ['openjdk:27-ea-oraclelinux9', []],
    ['java:8', ['java']],
    ['redis:5', ['redis 5']],
    ['mongo:3', ['mongo 3']],
    ['php:7-apache', ['php 7']],
    ['python:2', ['python 2']],
    ['nginx:1.13', ['nginx 1.13']],
    ['node:0.12', ['node 0.12']],
    ['mcr.microsoft.com/dotnet/core/sdk:3.1', ['dotnet 3.1']],
    ['microsoft/dotnet:2.1-sdk', ['dotnet 2.1']],
    ['registry.access.redhat.com/ubi7/ubi:7.9', ['ubi 7']],
    ['registry.access.redhat.com/ubi7/nodejs-12', ['ubi 7']],
    ['registry.redhat.io/rhel7', ['rhel 7']],
    ['redhat/ubi9-minimal', ['ubi 9']],
    // The end of their newest release is not known yet.
    ['golang:1', []],
    ['nginx:1', []],
    ['tomcat:10', []],
    // Newer than the table.
    ['php:9', []],
    ['python:3.99', []],
    ['golang:1.9999999999', []],
  ])('of %s are %j', (reference, products) => {
    expect(baseImageSupport(reference).map((support) => support.what)).toEqual(products);
  });
});

test.each([
  ['redis:5', '2022-04-27', true],
  ['mongo:3', '2021-04-30', true],
  ['python:3', '2030-10-31', true],
  // Between 1.12 and 1.14, and before the first release of the table.
  ['nginx:1.13', '2019-04-23', false],
  ['gcr.io/distroless/nodejs20-debian12', '2026-01-31', false],
  ['gcr.io/distroless/base-debian12:nonroot', '2026-09-30', false],
  ['redis:3.2', '2022-04-27', false],
])('%s is supported until %s, exactly: %s', (reference, until, exact) => {
  expect(baseImageSupport(reference)).toMatchObject([{ until, exact }]);
});
