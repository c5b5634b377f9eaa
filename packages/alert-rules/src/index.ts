export { type ForecastOptions, forecastFull, type Point } from './forecast.ts';
export { changeRule, initialState, step, tick } from './machine.ts';
export { type RuleProblem, rank, ruleProblems } from './rule.ts';
export * from './types.ts';
