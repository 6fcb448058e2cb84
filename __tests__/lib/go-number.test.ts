import { describe, expect, it } from '@jest/globals';
import { goNumber } from '../../src/lib/go-number.js';

// Each as `kustomize build` and `kubectl label --local -o json` print it.
describe('a plain scalar of YAML', () => {
  it.each([
    ['0755', 493],
    ['0o755', 493],
    ['0O755', 493],
    ['-0755', -493],
    ['-0o7', -7],
    ['+0755', 493],
    ['0_755', 493],
    ['0755_', 493],
    ['08', 8],
    ['089', 89],
    ['00', 0],
    ['-0', 0],
    ['0b101', 5],
    ['0B1', 1],
    ['-0b11', -3],
    ['0x1F', 31],
    ['0X1F', 31],
    ['-0x1f', -31],
    ['0x_1', 1],
    ['1_000', 1000],
    ['1_000.5', 1000.5],
    ['1_', 1],
    ['2024_01_02', 20240102],
    ['1e3', 1000],
    ['1E-2', 0.01],
    ['1.', 1],
    ['.5', 0.5],
    ['+.5', 0.5],
    ['007.5', 7.5],
    ['01e1', 10],
    ['1.10', 1.1],
    ['18446744073709551616', 2 ** 64],
    ['0777777777777777777777777', 7.777777777777778e23],
  ])('%s is the number %d', (text, value) => {
    expect(goNumber(text)).toBe(value);
  });

  it.each([
    '0b2',
    '0b',
    '0xG',
    '0x',
    '0o8',
    '_1',
    '1e',
    '.',
    '1:30',
    '1-2',
    '1.2.3',
    'yes',
    'no',
    '',
  ])('%j is text', (text) => {
    expect(goNumber(text)).toBeUndefined();
  });
});
