import { expect, it } from '@jest/globals';
import { shareLicenseTexts } from '../../scripts/share-license-texts.mjs';

const TEXT = 'Copyright 2020 Ann\n\nPermission is granted.';
const OTHER = 'Copyright 2021 Bob\n\nPermission is granted.';

it('names all packages with a text above one copy of it', () => {
  const list = `@acme/a\nMIT\n${TEXT}\n\nb\nMIT\n${OTHER}\n\nc\nMIT\n${TEXT}\n`;
  expect(shareLicenseTexts(list)).toBe(`@acme/a\nc\nMIT\n${TEXT}\n\nb\nMIT\n${OTHER}\n`);
});

it('keeps a text with a license that it does not know', () => {
  const list = `a\nMIT\n${TEXT}\n\nb\nCustom-1\n${OTHER}\n`;
  expect(shareLicenseTexts(list)).toBe(list);
});
