import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { decompress } from '../../../src/vulnerabilities/vendor-feeds/decompress.js';

/** `seq 1 400 | xz OPTIONS | base64`, by xz 5.8. */
const SAMPLES: Readonly<Record<string, string>> = {
  '-9': '/Td6WFoAAATm1rRGBMCyAtQLIQEcAAAAAAAAALqHCvXgBdMBKl0AGIKCjyJO+KZV9/CZpSUNkEWRWlG0m8qs3AUy7IVSn7FIbe/c6Eu5YbrgnFN/mMipVA78PSrTBtdmRD1WZKbNPdfHH0T0GN8CCz/ixsZ74ed/eUQcebdCrmW4G7UOhOGaggYjOVp/cqpD+qWaH5LAvkVxeUrVk8aQCjmtnGWHKrYaOMfhkxfK0D4J6rBS8BBgJsBeXxCRDbl5eH2XQmDQpjh34SPouyhPiFItdVgmP2b94pzr069h2TV6//tisTx8kxzyZLhNHIUqsVwABjYBSuu8BUjvXGi1PHGBnixs5GcGz4UqdQkZjLwXRA3NPGnGNsSenNLuOzUSPpNSl52R4U1WMV7K5ZaCr0AMhaNJVsiRakA1+RTkVS1RNSRShIAXIC1cA4zBrdzPAAAAAIgV3DB1z3zmAAHOAtQLAABWORQ3scRn+wIAAAAABFla',
  'other literals and positions':
    '/Td6WFoAAAFpIt42A8DSAtQLIQEAAAAAIpwwqeAF0wFKmgAYgoJAoa0aVyg6CKxTEx0Ecd0MPJ8M7nDy3LQfJC5lE3W4xVm5DIWFuiywvaNes3HQJ+zKeWWPSLYTKehMB5t87IQnbyishrPZZbTmSEVc07kB4pTQSPvfFDZKKlPucRD9XPrXc+u+qvid8xkg8aEod8Cog29igMSzZMnRAfGvjg11yxgf+kMmEE3rWSv5hsiLulB8OU9UfM4uaLw+ilX0f44g2CVfttTsyJBozurRXCFLnYh97zmD0O/PNhoraZCorOfN1zAWZNqqKSCDbKfbd79H1fNfIRjNn0eVTBEVFEzwiX6Eg3McEkfkWPYXxlfzdhl6AIEBkeaIVy1L9fm+D9HJ6HT9ZOBuCpM4jwyV4Mq3FpNnzJ8GILEVjpUrNcoBS0PyO8kd7i3Qee9SmROHJlwExva2FreIy0H0xPj0ywkxhvX2LGIgPTkAAAAhht3WAAHmAtQLAAANvuvcPjANiwIAAAAAAVla',
  'several blocks':
    '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4AHzALtdABiCgo8iTvimVffwmaUlDZBFkVpRtJvKrNwFMuyFUp+xSG3v3OhLuWG64JxTf5jIqVQO/D0q0wbXZkQ9VmSmzT3Xxx9E9BjfAgs/4sbGe+Hnf3lEHHm3Qq5luBu1DoThmoIGIzlaf3KqQ/qlmh+SwL5FcXlK1ZPGkAo5rZxlhyq2GjjH4ZMXytA+CeqwUvAQYCbAXl8QkQ25eXh9l0Jg0KY4d+Ej6LsoT4hSLXVYJj9m/eKc69OvW9ydFAAAAAIAIQEWAAAAdC/lo+AB8wB+XQAYjUKsLzXNaDKnlo3jcdUaVAQE6IJphFDwliLcIK528cWkDcREBLIm7vYN3m/C+ZAoXNC7LBcg5z5NuPnZCL+THbclUDSDrhcaKN3xQBZJS/swB2QMkGTx6sa4t1MnBS5xpeX9OFZodq8z+3QXQeDLIibFuF9T64oMczwq34YAAAACACEBFgAAAHQv5aPgAesAal0AGQ3DakcRZGExGLT3JkruCcuHlaUf2od0xRgprvdCgMzt52oOTzapyxo5KVBGdIy3boUs+i9nj/y2fRaQ2hNUCzGhwH71FqSAJHfwECsYQO4XEV2aqll4k9qx7SX5Rnjd66vYQfLPptRgAAAAAAADzwH0A5IB9AN+7AMAAAAdQjI8teNTKgQAAAAAAFla',
};

const CONTENT = Array.from({ length: 400 }, (_, i) => `${i + 1}\n`).join('');

async function content(bytes: Uint8Array): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of decompress(Readable.from([bytes]), 1 << 20)) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('xz', () => {
  it.each(Object.entries(SAMPLES))('with %s is decompressed', async (_, sample) => {
    expect(await content(Buffer.from(sample, 'base64'))).toBe(CONTENT);
  });

  it('that ends anywhere is refused', async () => {
    const bytes = Buffer.from(SAMPLES['-9'] ?? '', 'base64');
    for (let length = 6; length < bytes.length; length++)
      await expect(content(bytes.subarray(0, length))).rejects.toThrow('its xz data is damaged');
  });

  it('with a damaged byte is refused, or has the same content', async () => {
    const bytes = Buffer.from(SAMPLES['-9'] ?? '', 'base64');
    for (let at = 6; at < bytes.length; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      const result = await content(damaged).catch(String);
      expect(result === CONTENT || result.includes('its xz data is damaged')).toBe(true);
    }
  });
});
