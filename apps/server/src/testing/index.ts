export * from './agent.ts';
export { type TestDatabase, testDatabase } from './database.ts';
export { OWNER, setUpOwner, Visitor } from './people.ts';
export { type TestProgram, testProgram } from './program.ts';
export { until } from './until.ts';
