/**
 * The dependency rules of the architecture, checked by `npm run deps`.
 * A domain is every folder of apps/server/src that is neither the platform nor the tools of tests.
 */
const SERVER = '^apps/server/src/';
const DOMAIN = `${SERVER}(?!platform/|testing/|cli/)([^/]+)/`;
/** Wire everything together, so they may see everything that has a public face. */
const COMPOSITION = `${SERVER}([^/]+\\.ts|cli/.+)$`;
/** Tests and what helps them may start whole programs. */
const TESTS =
  '(\\.test\\.tsx?|/fixture\\.ts)$|/(testing|isolation)/|^apps/agent/.*/test-[^/]+\\.ts$|^(e2e|bench)/';
/** What the agent's package offers. */
const AGENT_DOORS = Object.values(require('./apps/agent/package.json').exports).map(
  (path) => `^apps/agent/${path.slice(2).replaceAll('.', '\\.')}$`,
);

module.exports = {
  forbidden: [
    {
      name: 'packages-stand-alone',
      comment: 'A package is pure and could be published: it imports no app.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|e2e|bench|scripts)/' },
    },
    {
      name: 'packages-do-no-io',
      comment: 'No input or output, no clock, no randomness that is not passed in.',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|util)$' },
    },
    {
      name: 'packages-meet-at-the-door',
      comment: 'Another package is imported by its name.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/', pathNot: ['^packages/$1/', '^packages/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'apps-use-packages-by-their-door',
      severity: 'error',
      from: { path: '^(apps|e2e|bench|scripts)/' },
      to: { path: '^packages/', pathNot: '^packages/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'What has to travel from the platform to a domain travels as an event or as an argument.',
      severity: 'error',
      from: { path: `${SERVER}platform/`, pathNot: TESTS },
      to: { path: SERVER, pathNot: [`${SERVER}platform/`] },
    },
    {
      name: 'domains-meet-at-the-door',
      comment: 'A domain imports another one through its index.ts only.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: TESTS },
      to: { path: DOMAIN, pathNot: [`${SERVER}$1/`, `${SERVER}[^/]+/index\\.ts$`] },
    },
    {
      name: 'domains-do-not-wire',
      comment: 'The composition root imports the domains, not the other way round.',
      severity: 'error',
      from: { path: DOMAIN, pathNot: TESTS },
      to: { path: COMPOSITION },
    },
    {
      name: 'wiring-uses-doors',
      severity: 'error',
      from: { path: COMPOSITION, pathNot: TESTS },
      to: { path: DOMAIN, pathNot: `${SERVER}[^/]+/index\\.ts$` },
    },
    {
      name: 'no-circle-of-domains',
      comment: 'Also not by types alone: two domains that need each other are one, or lack an event.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^apps/server/src/[^/]+$' },
      to: { circular: true, path: '^apps/server/src/[^/]+$' },
    },
    {
      name: 'no-circle',
      comment: 'Modules that need each other at run time have no order in which they can start.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'the-console-is-apart',
      comment: 'It uses the client that is generated from the OpenAPI document.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^apps/(server|agent)/' },
    },
    {
      name: 'the-agent-is-apart',
      comment: 'It runs on hosts that are not ours and carries nothing of the server.',
      severity: 'error',
      from: { path: '^apps/agent/', pathNot: TESTS },
      to: { path: '^apps/(server|web)/' },
    },
    {
      name: 'the-server-takes-the-agent-by-its-door',
      comment: 'The probe of the server runs the same checks: docs/decisions/0001.',
      severity: 'error',
      from: { path: SERVER, pathNot: TESTS },
      to: { path: '^apps/(agent|web)/', pathNot: AGENT_DOORS },
    },
    {
      name: 'tests-stay-out-of-the-product',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TESTS },
      to: { path: TESTS },
    },
    {
      name: 'every-import-leads-somewhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
    moduleSystems: ['es6'],
  },
};
