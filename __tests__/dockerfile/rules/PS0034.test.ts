import { testRule } from './test-rule.js';

testRule('PS0034', {
  reported: [
    ['# syntax=acme/frontend:2\nFROM a:1', '1:acme/frontend:2'],
    ['# syntax = docker/dockerfile:latest\nFROM a:1', '1:docker/dockerfile:latest'],
  ],
  silent: ['# syntax=docker/dockerfile:1.7\nFROM a:1'],
});
