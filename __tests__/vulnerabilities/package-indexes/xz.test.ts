import { describe, expect, it } from '@jest/globals';
import { isXz, unxz } from '../../../src/vulnerabilities/package-indexes/xz.js';

/** `seq 1 400 | xz OPTIONS | base64`, by xz 5.8. */
const SAMPLES: Readonly<Record<string, string>> = {
  '-9': '/Td6WFoAAATm1rRGBMCyAtQLIQEcAAAAAAAAALqHCvXgBdMBKl0AGIKCjyJO+KZV9/CZpSUNkEWRWlG0m8qs3AUy7IVSn7FIbe/c6Eu5YbrgnFN/mMipVA78PSrTBtdmRD1WZKbNPdfHH0T0GN8CCz/ixsZ74ed/eUQcebdCrmW4G7UOhOGaggYjOVp/cqpD+qWaH5LAvkVxeUrVk8aQCjmtnGWHKrYaOMfhkxfK0D4J6rBS8BBgJsBeXxCRDbl5eH2XQmDQpjh34SPouyhPiFItdVgmP2b94pzr069h2TV6//tisTx8kxzyZLhNHIUqsVwABjYBSuu8BUjvXGi1PHGBnixs5GcGz4UqdQkZjLwXRA3NPGnGNsSenNLuOzUSPpNSl52R4U1WMV7K5ZaCr0AMhaNJVsiRakA1+RTkVS1RNSRShIAXIC1cA4zBrdzPAAAAAIgV3DB1z3zmAAHOAtQLAABWORQ3scRn+wIAAAAABFla',
  'other literals and positions':
    '/Td6WFoAAAFpIt42A8DSAtQLIQEAAAAAIpwwqeAF0wFKmgAYgoJAoa0aVyg6CKxTEx0Ecd0MPJ8M7nDy3LQfJC5lE3W4xVm5DIWFuiywvaNes3HQJ+zKeWWPSLYTKehMB5t87IQnbyishrPZZbTmSEVc07kB4pTQSPvfFDZKKlPucRD9XPrXc+u+qvid8xkg8aEod8Cog29igMSzZMnRAfGvjg11yxgf+kMmEE3rWSv5hsiLulB8OU9UfM4uaLw+ilX0f44g2CVfttTsyJBozurRXCFLnYh97zmD0O/PNhoraZCorOfN1zAWZNqqKSCDbKfbd79H1fNfIRjNn0eVTBEVFEzwiX6Eg3McEkfkWPYXxlfzdhl6AIEBkeaIVy1L9fm+D9HJ6HT9ZOBuCpM4jwyV4Mq3FpNnzJ8GILEVjpUrNcoBS0PyO8kd7i3Qee9SmROHJlwExva2FreIy0H0xPj0ywkxhvX2LGIgPTkAAAAhht3WAAHmAtQLAAANvuvcPjANiwIAAAAAAVla',
  'several blocks':
    '/Td6WFoAAAD/EtlBAgAhARYAAAB0L+Wj4AHzALtdABiCgo8iTvimVffwmaUlDZBFkVpRtJvKrNwFMuyFUp+xSG3v3OhLuWG64JxTf5jIqVQO/D0q0wbXZkQ9VmSmzT3Xxx9E9BjfAgs/4sbGe+Hnf3lEHHm3Qq5luBu1DoThmoIGIzlaf3KqQ/qlmh+SwL5FcXlK1ZPGkAo5rZxlhyq2GjjH4ZMXytA+CeqwUvAQYCbAXl8QkQ25eXh9l0Jg0KY4d+Ej6LsoT4hSLXVYJj9m/eKc69OvW9ydFAAAAAIAIQEWAAAAdC/lo+AB8wB+XQAYjUKsLzXNaDKnlo3jcdUaVAQE6IJphFDwliLcIK528cWkDcREBLIm7vYN3m/C+ZAoXNC7LBcg5z5NuPnZCL+THbclUDSDrhcaKN3xQBZJS/swB2QMkGTx6sa4t1MnBS5xpeX9OFZodq8z+3QXQeDLIibFuF9T64oMczwq34YAAAACACEBFgAAAHQv5aPgAesAal0AGQ3DakcRZGExGLT3JkruCcuHlaUf2od0xRgprvdCgMzt52oOTzapyxo5KVBGdIy3boUs+i9nj/y2fRaQ2hNUCzGhwH71FqSAJHfwECsYQO4XEV2aqll4k9qx7SX5Rnjd66vYQfLPptRgAAAAAAADzwH0A5IB9AN+7AMAAAAdQjI8teNTKgQAAAAAAFla',
  'SHA-256':
    '/Td6WFoAAArh+wyhA8D6AtQLIQEMAAAAvmBsv+AF0wFyXQAYgoKPIk74plX38JmlJQ2QRZFaUbSbyqzcBTLshVKfsUht79zoS7QCSTuUGHVlNG+xHB64IcFOCDTEbNn9zX2MWHCuegNQ4r4pz+ETkcKxl8BIMQwpWvX7QXLxZSfXb/zwOdQzMuQ/rp+bCkQIhTifieIQuVyVLpS4kwhfpd0TH5N3H7kJIyKH62In1is+GgVqWloJNWUzVTik91NOqdh7X9W1+VV7djz1X/2jLeZqYk5FxpiI/yZYr72SjVlrm/8gKNuGwmHW2SjtCS5z0LbzAtP2LB4UYdOnoZfAjfPn9IobIg0FF5hhg/aeT6GM+lx0ItbnUqF5VxAqvelZHx2p5HO81jgyHzou41Z9mOn1yV7pLwhxgrSJtvvYjVPeSkJtEPXHO63vZ2UTMoMTskkZuz5V/7pLe6WYkBZa3qvFwbdkPYoRGsvNRKSH3oaKW9WWSyeytdRMMO2FbFwhW+Ap4b6PT4d4E+XJAKvKHGqZVNMAAAAAB5x/jBHB+TdRHvmxf9zBQ0VzDGnSnT0mkXXrVFzgL0UAAaoD1AsAAKpdEZm26d8cAgAAAAAKWVo=',
};

const CONTENT = Array.from({ length: 400 }, (_, i) => `${i + 1}\n`).join('');

function content(bytes: Uint8Array): string {
  return Buffer.concat([...unxz(bytes)].map((part) => Buffer.from(part))).toString();
}

describe('xz', () => {
  it.each(Object.entries(SAMPLES))('with %s is decompressed', (_, sample) => {
    const bytes = Buffer.from(sample, 'base64');
    expect(isXz(bytes)).toBe(true);
    expect(content(bytes)).toBe(CONTENT);
  });

  it('that ends anywhere before its index is refused', () => {
    const bytes = Buffer.from(SAMPLES['-9'] ?? '', 'base64');
    for (let length = 0; length < bytes.length - 40; length++)
      expect(() => content(bytes.subarray(0, length))).toThrow(/xz/);
  });

  it('with a damaged byte is refused, or has another content, in a bounded time', () => {
    const bytes = Buffer.from(SAMPLES['-9'] ?? '', 'base64');
    for (let at = 0; at < bytes.length - 40; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      try {
        content(damaged);
      } catch (error) {
        expect(String(error)).toMatch(/^InvalidFeed: its? .*xz/);
      }
    }
  });

  it('with a dictionary of more than 64 MB is refused', () => {
    const bytes = Buffer.from(SAMPLES['-9'] ?? '', 'base64');
    // In the header of the block: the filter, the size of its properties, and the dictionary.
    bytes[bytes.indexOf(Buffer.from([0x21, 1]), 12) + 2] = 31;
    expect(() => content(bytes)).toThrow('its xz dictionary is too large');
  });
});
