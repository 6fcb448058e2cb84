import { testRule } from '../rule-cases.js';

testRule('DEP-EOL', [
  [
    'services: { a: { image: "postgres:11-alpine3.12" } }',
    Array(2).fill('"postgres:11-alpine3.12"'),
  ],
  [
    'services: { a: { image: mcr.microsoft.com/dotnet/aspnet:6.0 } }',
    ['mcr.microsoft.com/dotnet/aspnet:6.0'],
  ],
  [
    'services: { a: { image: acme/postgres:11 }, b: { image: postgres }, c: { build: ., image: "node:8" } }',
    [],
  ],
]);
