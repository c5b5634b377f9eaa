export { Dovecot, noDovecot } from '../helpdesk/mail/testing/dovecot.ts';
export * from './agent.ts';
export { type TestDatabase, testDatabase } from './database.ts';
export { receiveMail } from './mail.ts';
export { allOperations, type Call, callOf, type Operation, type Values } from './operations.ts';
export { type Answer, joinedBy, OWNER, setUpOwner, Visitor } from './people.ts';
export { type TestProgram, testProgram } from './program.ts';
export { idsFor, seededClients, type TwoClients } from './two-clients.ts';
export { until } from './until.ts';
