import { testRule } from './test-rule.js';

testRule('DL3006', {
  reported: [
    ['FROM debian', '1:debian'],
    ['FROM localhost:5000/debian', '1:localhost:5000/debian'],
  ],
  silent: ['FROM debian:12 AS base\nFROM base\nFROM scratch\nFROM $IMAGE\nFROM a@sha256:0'],
});
