import { expect, it } from '@jest/globals';
it('is fine', () => { expect(1).toBe(1); });
