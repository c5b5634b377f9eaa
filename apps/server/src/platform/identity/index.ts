export type { IdentityDependencies } from './core.ts';
export { createIdentity, type Identity } from './identity.ts';
export { type LinkEvent, type LinkKind, openLink, setupLink } from './invitations/links.ts';
export { identityJobs } from './jobs.ts';
