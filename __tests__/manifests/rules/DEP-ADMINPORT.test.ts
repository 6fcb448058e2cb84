import { service, testRule } from '../rule-cases.js';

testRule('DEP-ADMINPORT', [
  [service(`ports: ["$\{PG}:5432"]`), [`"$\{PG}:5432"`]],
  [service('ports: ["0.0.0.0:5432:5432"]'), ['"0.0.0.0:5432:5432"']],
  [service('ports: ["[::1]:5432:5432", "localhost:6379:6379"]'), []],
  [service('ports: [{ target: 6379, host_ip: 127.0.0.1 }]'), []],
  [service('expose: ["5432"]'), []],
]);
